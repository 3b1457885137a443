"""People read the page in their language: German is complete, and what has no translation is found here."""

import ast
import gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation.template import templatize

from orchestrator.llm import metered
from orchestrator.llm.refusals import errors
from orchestrator.run import limits
from orchestrator.tools import TOOLS
from projects.limits import storage
from projects.limits.rates import ACTS
from storyboard.formats import FORMAT_NAMES
from storyboard.pictures.verdicts import REFUSALS

ROOT = Path(settings.BASE_DIR)
GERMAN = ROOT / "locale/de"
TEMPLATES = [path for room in ("projects", "accounts") for path in sorted(ROOT.glob(f"{room}/templates/**/*.*"))]
SCRIPTS = sorted(ROOT.glob("projects/static/projects/js/*.js"))
ROOMS = ("accounts", "projects", "orchestrator", "chatstream", "storyboard")
SOURCES = [path for room in ROOMS for path in sorted(ROOT.glob(f"{room}/**/*.py"))]
MARKS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "_"}
STRING = r'("(?:[^"\\]|\\.)*")'
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def of_templates() -> Iterator[str]:
    for path in TEMPLATES:
        for literal in re.findall(
            r"(?:gettext|\b_)\(u?((?:'(?:[^'\\]|\\.)*')|(?:\"(?:[^\"\\]|\\.)*\"))\)", templatize(path.read_text())
        ):
            yield ast.literal_eval(literal)


def of_sources() -> Iterator[str]:
    for path in SOURCES:
        if "gettext" not in (text := path.read_text()):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                yield from (
                    each.value for each in node.args if isinstance(each, ast.Constant) and each.value.__class__ is str
                )


def of_scripts() -> Iterator[str]:
    for path in SCRIPTS:
        text = path.read_text()
        for literal in re.findall(rf"\bt\(\s*{STRING}", text) + re.findall(
            rf"\bplural\([^\"]*?{STRING},\s*{STRING}", text
        ):
            yield json.loads(literal[1] if isinstance(literal, tuple) else literal)


def of_phrases() -> Iterator[str]:
    """What storyboard/ says of changes."""
    yield from FORMAT_NAMES
    for path in sorted(ROOT.glob("storyboard/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase":
                yield from (each.value for each in node.args if isinstance(each, ast.Constant))


# The title of a card, for what people and models mostly ask for. What a target calls otherwise ("the logo") stays as it is.
TITLES = (
    *(("add_asset", {"pattern": None, "scene": scene}) for scene in (None, "scene 2")),
    ("add_scene", {"name": "Menu"}),
    ("ask_user", {}),
    *(("delete_scenes", {"targets": targets}) for targets in ("scene 2", "scenes 2 and 3")),
    ("duplicate_scene", {"target": "scene 2"}),
    ("edit_scene", {"target": "scene 2"}),
    ("export_video", {}),
    ("move_scene", {"target": "scene 2", "to": 1}),
    *(("plan_video", {"scenes": [None] * count, "seconds": 20}) for count in (1, 2)),
    ("read_scene", {"target": "scene 2"}),
    ("replace_text", {"old": "a", "new": "b"}),
    ("set_cover", {"seconds": 2}),
    *(("set_duration", {"target": target, "seconds": 2}) for target in (None, "scene 2")),
    *(("set_format", {"format": name, "fps": None}) for name in FORMAT_NAMES),
    ("set_title", {"title": "Beans"}),
    *(("undo_change", {"count": count}) for count in (1, 2)),
)

# What the server says to a person, whatever they ask for; the page shows it in its language.
SAID = {
    *(TOOLS[name].title(TOOLS[name].arguments.model_construct(**given)) for name, given in TITLES),
    *(errors.BUSY, errors.FAILED, errors.TOO_LONG, errors.DECLINED, errors.UNAVAILABLE),
    *REFUSALS.values(),
    *(text.format(1) for text in (*limits._REFUSALS.values(), *limits._USED_UP.values())),
    *(limits._HELD, metered.USED_UP),
    *(text.format("1 MB") for text in storage._REFUSALS.values()),
    *(f"That was a lot of {what}. Try again in 1 s." for what in ACTS.values()),
    "The server has no memory for new answers right now. Try again in 1 s.",
    "The server is busy with others. Try again in 1 s.",
    "Too many pages or programs of yours are connected at once. Try again in 1 s.",
}


def key_of(sentence: str) -> str:
    """Figures and “quotes” may be others, as in words.js."""
    return re.sub(r"“[^”]*”|\d+(?:[.,]\d+)*", "#", sentence)


def in_sources() -> Iterator[str]:
    """Every string of the server, with # for what is put into it."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                yield key_of(
                    "".join(str(each.value) if isinstance(each, ast.Constant) else "#" for each in node.values)
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield key_of(node.value)


def forms(translation: str | dict[str, str]) -> list[str]:
    return [translation] if isinstance(translation, str) else list(translation.values())


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    """What the server says in German: the compiled file, by the English text."""
    with (GERMAN / "LC_MESSAGES/django.mo").open("rb") as file:
        return {key: text for key, text in gettext.GNUTranslations(file)._catalog.items() if key}  # type: ignore[attr-defined]


def test_every_text_of_templates_and_server_has_its_german(catalogue: dict[str, str]) -> None:
    """Else: `make words`, the German in the .po file, `make words` again."""
    wanted = {*of_templates(), *of_sources()}
    assert wanted - catalogue.keys() == set()
    assert {key for key in catalogue if isinstance(key, str)} - wanted == set()
    for text, german in catalogue.items():
        assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(german)), text


def test_the_compiled_catalogue_is_the_written_one(catalogue: dict[str, str]) -> None:
    source = (GERMAN / "LC_MESSAGES/django.po").read_text()
    entries = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source, re.M)
    written = {ast.literal_eval(f'"{key}"'): ast.literal_eval(f'"{text}"') for key, text in entries}
    assert written == catalogue
    assert "#, fuzzy" not in source


def test_every_text_of_the_scripts_has_its_german() -> None:
    """And what the server says: else somebody has changed a sentence of it."""
    german = json.loads((GERMAN / "page.json").read_text())
    texts, sentences = {*of_scripts(), *of_phrases()}, {key_of(sentence) for sentence in SAID}
    assert (texts | sentences) - german.keys() == set()
    known = {text.replace(" MB", "") for text in in_sources()}  # the unit is put in with the figure
    assert [key for key in german.keys() - texts - sentences if key.replace(" MB", "") not in known] == []
    assert list(german) == sorted(german, key=lambda key: (key.casefold(), key))
    for text, translation in german.items():
        for form in forms(translation):
            assert set(PLACES.findall(form)) <= set(PLACES.findall(text)), text


def test_no_text_stands_in_a_template_untranslated() -> None:
    for path in TEMPLATES:
        if "admin" in path.parts:
            continue
        text = re.sub(
            r"(?s){% blocktranslate.*?endblocktranslate %}|{#.*?#}|<script.*?</script>|<kbd>.*?</kbd>",
            "",
            path.read_text(),
        )
        bare = re.sub(r"(?s){%.*?%}|{{.*?}}", "", text)
        visible = [each.strip() for each in re.findall(r">([^<]*[A-Za-z]{2,}[^<]*)<", bare)]
        named = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*[A-Za-z]{2,}[^"]*)"', bare)
        assert [each for each in [*visible, *named] if "Chatstream Video" not in each] == [], path.name


KEY = r"Enter|Escape|Esc|Home|End|PageUp|Arrow\w+|Backspace|Delete|Shift|Ctrl|Alt|Space|[A-Z]|[↑↓←→]"
NO_TEXT = re.compile(rf"^(?:{KEY}| )+$|^(?:Markdown|JSON|Files|Content-Type|Untitled video)$")
HIDDEN = r"(?:console\.\w+|new Error|matchMedia|querySelector(?:All)?|closest|matches|import)\("


def test_no_text_stands_in_a_script_untranslated() -> None:
    """Whatever begins with a capital letter is taken for a text. The page for old browsers has no catalogue."""
    text = r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`'
    for path in SCRIPTS:
        if path.name == "old-browser.js":
            continue
        code = re.sub(r"(?m)(^|\s)//.*$|/\*[\s\S]*?\*/", "", path.read_text())
        code = re.sub(
            rf"\b(?:t|translate)\(\s*{STRING}|\bplural\([^\"]*?{STRING},\s*{STRING}|{HIDDEN}(?:{text})", "", code
        )
        found = [literal[1:-1].strip() for literal in re.findall(text, code)]
        bare = [
            each for each in found if re.match(r"[A-Z][a-z]|\$\{\w+\} [a-z]{3,} ", each) and not NO_TEXT.match(each)
        ]
        assert bare == [], path.name


@pytest.mark.parametrize(
    ("asked", "chosen", "language"),
    [("de-AT,de;q=0.9", None, "de"), ("fr", None, "en"), ("de", "en", "en"), ("en", "de", "de")],
)
def test_a_page_is_in_the_language_that_was_chosen_or_asked_for(
    alice: User, client: Client, asked: str, chosen: str | None, language: str
) -> None:
    client.force_login(alice)
    if chosen:
        client.post("/language/", {"language": chosen, "next": "/"})
    page = client.get("/", headers={"Accept-Language": asked})
    text = page.content.decode()
    assert f'<html lang="{language}" dir="ltr">' in text
    assert ("Abmelden" in text) == (language == "de")
    assert ('id="words"' in text) == (language == "de")
    assert "Accept-Language" in page["Vary"]
