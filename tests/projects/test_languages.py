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

from orchestrator.llm.refusals import errors

ROOT = Path(settings.BASE_DIR)
GERMAN = ROOT / "locale/de"
TEMPLATES = sorted(ROOT.glob("projects/templates/**/*.html"))
SCRIPTS = sorted(ROOT.glob("projects/static/projects/js/*.js"))
SOURCES = [path for room in ("projects", "orchestrator", "chatstream") for path in sorted(ROOT.glob(f"{room}/**/*.py"))]
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


# What ends an answer is stored in English, and shown in the language of the page.
STORED = [
    *(errors.BUSY, errors.FAILED, errors.TOO_LONG, errors.DECLINED, errors.UNAVAILABLE),
    "Something went wrong on our side.",
    "Something went wrong on our side. Try again.",
    "The AI went in circles, so the answer was ended. Try to word it differently.",
    "The model's answer was too long and was cut off.",
    "The AI service filtered the model's answer.",
    "The model declined to do this.",
    "The model's answer could not be read.",
    "The answer became too expensive and was ended. Ask for less at once.",
    "The answer took too long and was ended.",
    "This answer was cut off several times and could not be finished.",
]


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
    german = json.loads((GERMAN / "page.json").read_text())
    wanted = {*of_scripts(), *STORED}
    assert wanted - german.keys() == set()
    assert german.keys() - wanted == set()
    assert list(german) == sorted(german, key=str.casefold)
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
