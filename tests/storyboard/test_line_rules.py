"""Lines are broken and measured twice: exactly by the renderer, roughly by the server. Both go by the same rules.

The widths of letters stand once: the server reads the renderer's tables (`templates/widths.py`). The rules are compared here.
"""

import json
import re
from pathlib import Path

import pytest

from storyboard.checks import text_layout
from storyboard.operations.emphasis import USUAL_SIZES
from storyboard.templates import metrics, widths

RENDERER = Path(widths.__file__).parents[1] / "static/storyboard/renderer"
ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def source(module: str) -> str:
    return plain((RENDERER / module).read_text().replace("\\\\", "\\"))


def plain(pattern: str) -> str:
    """With characters in place of their numbers, which the two languages write differently."""
    return ESCAPE.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), pattern).replace("\\0", "\0")


def constant(module: str, name: str) -> str:
    """The text of a regular expression, or of another literal."""
    [found] = re.findall(rf"const {name} = (.*?);", source(module), re.DOTALL)
    return str(re.sub(r"^/(.*)/[a-z]*$", r"\1", found))


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        ("text-layout.js", "SHRINK", metrics.SHRINK),
        ("text-layout.js", "BREAK_WORDS_BELOW", metrics.BREAK_WORDS_BELOW),
        ("text-layout.js", "SAFE", metrics.SAFE),
        ("counter.js", "LINE", text_layout.COUNTER_LINE),
    ],
)
def test_a_text_takes_the_same_room_and_is_made_smaller_in_the_same_steps(module: str, name: str, value: float) -> None:
    assert float(constant(module, name)) == value


def test_each_role_is_set_in_the_same_type() -> None:
    roles = json.loads(re.sub(r",(?=\s*})", "", re.sub(r"(\w+):", r'"\1":', constant("text.js", "ROLES"))))
    styles = metrics.TYPE_STYLES.items()
    assert roles == {role: {"size": USUAL_SIZES[role], **style._asdict()} for role, style in styles}


def test_lines_break_at_the_same_places_but_for_the_words_that_only_a_browser_knows() -> None:
    unspaced = constant("text-layout.js", "UNSPACED").strip("[]")
    without = plain(metrics.WORD.pattern).replace(rf"|(?=[{unspaced}])\X", "").replace(unspaced, "")
    assert without == constant("text-layout.js", "WORD")


@pytest.mark.parametrize(
    ("module", "rule"),
    [
        ("metrics.js", widths.WIDE.pattern),
        ("graphemes.js", widths._PLAIN.pattern),
        ("graphemes.js", widths._PICTURE.pattern),
        ("joining.js", widths._ARABIC),
        ("joining.js", widths._FORMS.pattern),
        ("joining.js", widths._SPACED.pattern.strip("[]*")),
    ],
)
def test_letters_are_sorted_by_the_same_classes(module: str, rule: str) -> None:
    assert plain(rule) in source(module)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("用AI，做视频。", ["用", "AI，", "做", "视", "频。"]),
        ("他说“你好”。", ["他", "说", "“你", "好”。"]),
        ("「OpenAI」は「朝」。", ["「OpenAI」", "は", "「朝」。"]),
        ("等等……好的", ["等", "等……", "好", "的"]),
        ("“Come in,” she said", ["“Come", " ", "in,”", " ", "she", " ", "said"]),
        ("「", ["「"]),
    ],
)
def test_no_line_begins_with_a_sign_that_closes_or_ends_with_one_that_opens(text: str, words: list[str]) -> None:
    assert metrics.WORD.findall(text) == words
