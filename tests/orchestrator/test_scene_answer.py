"""The scene agent's answer in every shape in which models write it: all of them mean the same scene."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from orchestrator.tools.scene_agent.template_draft import SceneDraft, SceneEdit

SLOTS = {"headline": "Morning Beans", "kicker": "", "subtitle": None}
ASKED = {"scene": {"title": SLOTS}, "bold": False, "entrance": None}
SHAPES: dict[str, Any] = {
    "as it is asked for": ASKED,
    "as it is checked": {"template": "title", "slots": SLOTS, "bold": False, "entrance": None},
    "without what may be left out": {"template": "title", "slots": SLOTS},
    "slots as a string": {"template": "title", "slots": json.dumps(SLOTS)},
    "slots beside the template": {"template": "title", **SLOTS, "bold": False},
    "slots in the scene, beside the template": {"scene": {"template": "title", **SLOTS}},
    "the scene as a string": {"scene": json.dumps({"title": SLOTS}), "bold": False},
    "the slots as a string in the scene": {"scene": {"title": json.dumps(SLOTS)}},
    "the template as the key of all": {"title": SLOTS, "bold": False, "entrance": None},
    "the template as the key of the slots": {"slots": {"title": SLOTS}},
    "both": {"template": "title", "slots": {"title": SLOTS}},
    "the template within the slots": {"slots": {"template": "title", **SLOTS}},
    "the template as an object": {"template": {"title": SLOTS}},
    "the name of the template as the scene": {"scene": "title", "slots": SLOTS},
    "all within the scene": {"scene": ASKED},
    "all within the scene, as it is checked": {"scene": {"template": "title", "slots": SLOTS, "bold": None}},
    "nothing for every other template": {"scene": {"subtitle": {}, "title": SLOTS, "quote": {}}},
    "a null for every other template": {"scene": {"subtitle": None, "title": SLOTS, "quote": None}},
    "the whole call": {"name": "scene", "arguments": ASKED},
    "the whole call as a string": {"name": "scene", "parameters": json.dumps(ASKED)},
    "another way to write the name": {"template": "Title", "slots": SLOTS},
    "nulls": {**ASKED, "bold": None, "entrance": ""},
    "an entrance of nothing": {**ASKED, "entrance": {"text": None, "preset": "none", "seconds": 0, "at": None}},
    "words of its own": {**ASKED, "reasoning": "A title opens best.", "seconds": 3},
}


@pytest.mark.parametrize("answer", SHAPES.values(), ids=SHAPES)
def test_each_shape_is_the_same_scene(answer):
    draft = SceneDraft.model_validate_json(json.dumps(answer))
    assert (draft.template, draft.slots["headline"], draft.bold, draft.entrance) == (
        "title",
        "Morning Beans",
        False,
        None,
    )


@pytest.mark.parametrize("answer", SHAPES.values(), ids=SHAPES)
def test_each_shape_is_the_same_edit(answer):
    edit = SceneEdit.model_validate_json(json.dumps(answer))
    assert edit.slots is not None
    assert (edit.template, edit.slots["headline"], edit.bold, edit.entrance) == ("title", "Morning Beans", False, None)


@pytest.mark.parametrize(
    ("answer", "slots"),
    [
        ({"scene": {"quote": {"quote": "Best beans."}}}, {"quote": "Best beans."}),
        ({"quote": {"quote": "Best beans."}}, {"quote": "Best beans."}),
        ({"template": "quote", "quote": "Best beans."}, {"quote": "Best beans."}),
        ({"template": "quote", "slots": {"quote": "Best beans."}}, {"quote": "Best beans."}),
    ],
)
def test_a_slot_that_is_called_as_its_template_is_told_from_it(answer, slots):
    draft = SceneDraft.model_validate(answer)
    assert (draft.template, draft.slots) == ("quote", slots)


def test_the_name_of_a_scene_is_a_slot_only_where_the_template_has_one():
    mark = SceneDraft.model_validate({"template": "logo_sting", "name": "Acme"})
    title = SceneDraft.model_validate({"template": "title", "name": "Opening", "slots": {"headline": "Hi"}})
    assert (mark.slots, title.slots) == ({"name": "Acme"}, {"headline": "Hi"})


@pytest.mark.parametrize(
    "answer",
    [{}, {"scene": None}, {"scene": None, "name": "", "bold": False, "entrance": None}, {"template": "", "slots": ""}],
)
def test_an_edit_of_nothing_keeps_all(answer):
    edit = SceneEdit.model_validate(answer)
    assert (edit.name, edit.template, edit.slots, edit.bold, edit.entrance) == (None, None, None, False, None)


def test_an_edit_may_name_slots_without_their_template():
    assert SceneEdit.model_validate({"headline": "Evening Beans", "bold": True}).slots == {"headline": "Evening Beans"}


def test_an_entrance_may_be_a_string_and_leave_its_text_out():
    entrance = json.dumps({"text": "", "preset": "left", "seconds": 1.5, "at": None})
    draft = SceneDraft.model_validate({**ASKED, "entrance": entrance})
    assert draft.entrance is not None
    assert (draft.entrance.text, draft.entrance.preset, draft.entrance.seconds) == (None, "left", 1.5)


WRONG: list[tuple[Any, str]] = [
    ({}, "template"),
    ({"scene": {}}, "template"),
    ({"scene": {"title": None}}, "template"),
    ({"template": "title"}, "slots"),
    ({"template": "title", "slots": "oops"}, "slots"),
    ({"template": "hologram", "slots": {}}, "template"),
    ({"nothing": "of this"}, "nothing"),
    ({**ASKED, "entrance": {"preset": "left"}}, "seconds"),
    ([ASKED], "SceneDraft"),
]


@pytest.mark.parametrize(("answer", "where"), WRONG, ids=[json.dumps(answer)[:40] for answer, _ in WRONG])
def test_what_is_no_scene_is_said_to_be_none(answer, where):
    with pytest.raises(ValidationError, match=where):
        SceneDraft.model_validate_json(json.dumps(answer))


def test_slots_of_no_template_at_all_are_not_mistaken_for_a_scene():
    with pytest.raises(ValidationError, match="owner"):
        SceneEdit.model_validate({"owner": "bob"})
