"""docs/chatstream.md names the settings that chatstream reads, and the methods of a backend."""

import re
from inspect import isfunction

from chatstream.backend import Backend
from tests.docs.pages import ROOT, codes, rows, section

PAGE = "docs/chatstream.md"
READ = re.compile(r"""settings\.(CHATSTREAM_\w+)|getattr\(settings, ["'](CHATSTREAM_\w+)["'], ([^)]+)\)""")


def read_settings() -> dict[str, str]:
    """Each setting that the code reads, with its default as the page writes it."""
    found = [match for path in (ROOT / "chatstream").rglob("*.py") for match in READ.findall(path.read_text())]
    return {
        needed or name: default.strip("\"'").replace("_", "").removesuffix(".0") or "–"
        for needed, name, default in found
    }


def test_the_table_of_settings_is_what_chatstream_reads() -> None:
    table = rows(section(PAGE, "Four steps"), "setting")
    assert {codes(name)[0]: default.strip("`") for name, default, _ in table} == read_settings()


def test_the_table_of_methods_is_what_a_backend_answers() -> None:
    methods = {name for name, value in vars(Backend).items() if isfunction(value) and not name.startswith("_")}
    assert {codes(method)[0] for method, _ in rows(section(PAGE, "The backend"), "method")} == methods
