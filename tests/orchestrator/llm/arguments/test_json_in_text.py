"""A model that is asked for JSON in words writes words around it."""

import json

import pytest

from orchestrator.llm.arguments.json_in_text import find_object

SCENE = {"template": "title", "slots": {"headline": 'Hi {you}, it\'s "us"'}}
TEXT = json.dumps(SCENE)
AROUND = {
    "nothing": TEXT,
    "a fence": f"```json\n{TEXT}\n```",
    "words": f"Here it is: {TEXT} I hope it fits.",
    "braces in words": f"The slots {{headline}} are filled: {TEXT} (see {{headline}})",
    "a first try": f'{{"template": "quote"}} is not enough, so: {TEXT}',
    "an empty object behind it": f"{TEXT}\n{{}}",
    "a NUL": TEXT.replace("Hi", "\\u0000Hi\0"),
    "a list": f"[{TEXT}]",
    "what was cut before it": f'{{"template": "ti\n{TEXT}',
    "Python": repr(SCENE),
    "a comma too many": TEXT.replace("}}", ",},}"),
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND)
def test_the_object_is_found_in_what_stands_around_it(text):
    assert json.loads(find_object(text)) == SCENE


NONE = [
    "",
    "I would rather not.",
    '{"template": "title"',
    "}{",
    "[1]",
    "{headline}",
    '{"a": ' * 5_000,
    "{" * 200_000,
    "{" * 16_000 + "}" * 15_000,
]


@pytest.mark.parametrize("text", NONE, ids=[text[:10] for text in NONE])
def test_where_there_is_no_object_the_text_stays(text):
    assert find_object(text) == text


def test_an_empty_object_is_one():
    assert find_object("So: {}") == "{}"
