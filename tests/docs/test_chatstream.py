"""docs/chatstream.md names the settings that chatstream reads, and the methods of a backend."""

import re
from inspect import isfunction

from chatstream.backend import Backend
from chatstream.conf import DEFAULTS, REQUIRED
from tests.docs.pages import ROOT, codes, rows, section

PAGE = "docs/chatstream.md"
READ = re.compile(r"""setting\(["'](\w+)["']\)""")


def read_settings() -> set[str]:
    """Each key that the code reads."""
    return {key for path in (ROOT / "chatstream").rglob("*.py") for key in READ.findall(path.read_text())}


def defaults() -> dict[str, str]:
    """Each key with its default as the page writes it."""
    values = {key: f"{value:g}" if isinstance(value, float) else str(value) for key, value in DEFAULTS.items()}
    return {**dict.fromkeys(REQUIRED, "–"), **{key: value or "–" for key, value in values.items()}}


def test_the_table_of_settings_is_what_chatstream_reads() -> None:
    table = rows(section(PAGE, "Settings"), "setting")
    assert {codes(name)[0]: default.strip("`") for name, default, _ in table} == defaults()
    assert read_settings() == set(defaults())


def test_the_table_of_methods_is_what_a_backend_answers() -> None:
    methods = {name for name, value in vars(Backend).items() if isfunction(value) and not name.startswith("_")}
    assert {codes(method)[0] for method, _ in rows(section(PAGE, "The backend"), "method")} == methods
