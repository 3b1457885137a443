"""docs/models.md names every kind of provider, with its address."""

from urllib.parse import urlsplit

from orchestrator.llm.provider_kinds import KINDS, LIBRARY_KINDS
from tests.docs.pages import codes, rows, section

TABLE = {
    kind: address
    for kinds, _, address, _ in rows(section("docs/models.md", "What to set"), "kind")
    for kind in codes(kinds)
}


def test_the_table_of_kinds_names_each_kind() -> None:
    assert sorted(TABLE) == sorted([*KINDS, *LIBRARY_KINDS, "demo"])


def test_the_table_of_kinds_has_their_addresses() -> None:
    named = {kind: address for kind, address in TABLE.items() if kind in KINDS and address != "their own"}
    assert named == {kind: urlsplit(KINDS[kind].base_url).netloc or "none" for kind in named}
