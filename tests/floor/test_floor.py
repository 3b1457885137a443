"""What we write, the oldest browsers we serve understand, or it is listed here with what they do instead."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.floor.compile_table import FLOOR, TABLE

BASE = Path(__file__).parents[2]
ABOVE = json.loads(TABLE.read_text(encoding="utf-8"))
SHEETS = sorted(path for room in ("projects", "storyboard") for path in BASE.glob(f"{room}/static/{room}/css/*.css"))
SCRIPTS = sorted(
    path
    for folder in ("projects/static/projects/js", "storyboard/static/storyboard/renderer", "chatstream/static")
    for path in BASE.joinpath(folder).rglob("*.js")
)


def _code(script: str) -> str:
    """Without comments and quoted words."""
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"", "", script, flags=re.DOTALL)


# What stands somewhere without a dot before it is a member of ours.
OUR_NAMES = {
    word for path in SCRIPTS for word in re.findall(r"(?<![.\w])[A-Za-z]\w*", _code(path.read_text(encoding="utf-8")))
}
# Newer than the floor, and what happens in a browser that does not know it.
FALLBACKS = {
    # Drawn by the system instead, or not at all.
    **dict.fromkeys(
        ["accent-color", "scrollbar-color", "scrollbar-width", "scrollbar-width: none", "scrollbar-width: thin"],
        "the system's own",
    ),
    **dict.fromkeys(["forced-color-adjust", "forced-color-adjust: none"], "there are no forced colours in Safari"),
    **dict.fromkeys(["text-wrap", "text-wrap: balance", "text-wrap: pretty"], "a line breaks where it is full"),
    **dict.fromkeys(["cursor: default", "cursor: pointer", "resize", "resize: none"], "a telephone has neither"),
    **dict.fromkeys([f"cursor: {way}-resize" for way in ("col", "ew", "ns", "nesw", "nwse")], "nor these"),
    **dict.fromkeys(["cursor: move", "cursor: grab", "cursor: grabbing"], "nor these"),
    **dict.fromkeys(["Highlight", ":highlight", ".highlights"], "code without colours"),
    "overscroll-behavior": "the page behind may scroll on",
    "mask-image": "a row that goes on ends sharply",
    "text-size-adjust": "the same with a prefix",
    ":dir": "arrows of right-to-left texts are not mirrored",
    # Each engine has its own name for the same part; the rules stand one by one.
    **dict.fromkeys([":-moz-progress-bar", ":-webkit-progress-bar", ":-webkit-progress-value"], "the other's"),
    **dict.fromkeys([":-moz-range-thumb", ":-moz-range-track"], "the other's"),
    **dict.fromkeys([":-webkit-slider-runnable-track", ":-webkit-slider-thumb"], "the other's"),
    **dict.fromkeys(["field-sizing", "field-sizing: content"], "js/auto-height.js"),
    **dict.fromkeys(
        ["content-visibility", "content-visibility: auto", "contain-intrinsic-block-size"], "all answers are drawn"
    ),
    ".letterSpacing": "paint.js writes letter by letter",
    ".textRendering": "glyphs stand on whole pixels",
    # Not what MDN's table means by that name.
    **dict.fromkeys([".dispose", ".packets"], "mediabunny's"),
    ".font": "a canvas has always had it",
    ".touches": "there where there are touches",
}


def test_no_style_sheet_needs_more_than_the_floor() -> None:
    for path in SHEETS:
        found = set(newer_styles(path.read_text(encoding="utf-8")))
        assert found - FALLBACKS.keys() == set(), path.name


def test_no_script_needs_more_than_the_floor() -> None:
    for path in SCRIPTS:
        found = set(newer_members(path.read_text(encoding="utf-8")))
        assert found - FALLBACKS.keys() == set(), path.name


def test_every_fallback_that_is_listed_is_needed() -> None:
    found = {name for path in SHEETS for name in newer_styles(path.read_text(encoding="utf-8"))}
    found |= {name for path in SCRIPTS for name in newer_members(path.read_text(encoding="utf-8"))}
    assert FALLBACKS.keys() - found == set()


def test_the_scan_finds_what_once_broke_old_browsers() -> None:
    sheet = "a { color: light-dark(red, blue); field-sizing: content; width: round(up, 1px, 2px) }"
    sheet += "\n@starting-style { b::scroll-marker { } }"
    assert {"light-dark()", "field-sizing", "round()", "@starting-style", ":scroll-marker"} <= set(newer_styles(sheet))
    assert set(newer_members("const a = Promise.withResolvers(); // b.toBase64()")) == {".withResolvers"}


def test_the_readme_names_the_floor() -> None:
    readme = (BASE / "README.md").read_text(encoding="utf-8")
    for browser, name in {"safari": "Safari", "firefox": "Firefox", "chrome": "Chrome"}.items():
        assert f"{name} {FLOOR[browser]}" in readme


def newer_styles(sheet: str) -> Iterator[str]:
    """Properties, values, functions, selectors and at-rules that are above the floor."""
    sheet = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", sheet, flags=re.DOTALL)
    for name, value in re.findall(r"([a-z-]+)\s*:\s*([^;{}]+)[;}]", sheet):
        if name in ABOVE["properties"]:
            yield name
        yield from (pair for word in re.findall(r"[a-z-]+", value) if (pair := f"{name}: {word}") in ABOVE["values"])
        yield from (f"{word}()" for word in re.findall(r"([a-z-]+)\(", value) if word in ABOVE["functions"])
    yield from (f":{word}" for word in re.findall(r":([a-z-]+)", sheet) if word in ABOVE["selectors"])
    yield from (f"@{word}" for word in re.findall(r"@([a-z-]+)", sheet) if word in ABOVE["at_rules"])


def newer_members(script: str) -> Iterator[str]:
    """Members and constructors that nothing at the floor has."""
    script = _code(script)
    words = set(re.findall(r"\.([A-Za-z]\w*)", script)) - OUR_NAMES
    yield from (f".{word}" for word in words if word in ABOVE["members"])
    yield from (word for word in re.findall(r"\bnew ([A-Z]\w*)", script) if word in ABOVE["members"])
