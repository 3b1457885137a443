"""A patch leads from one document to the other, to the byte."""

from hypothesis import given

from storyboard.encoding import encode
from storyboard.patch import apply_patch, patch_between
from storyboard.schema import Storyboard
from tests.storyboard.documents import a_document, video
from tests.storyboard.malformed import put
from tests.storyboard.strategies import QUICK, storyboards


@QUICK
@given(storyboards(), storyboards())
def test_a_patch_leads_from_any_document_to_any_other(before: Storyboard, after: Storyboard) -> None:
    assert encode(apply_patch(before, patch_between(before, after))) == encode(after)


def test_no_change_is_an_empty_patch() -> None:
    assert patch_between(video("A"), video("A")) == []


def test_a_small_change_is_a_small_patch() -> None:
    document = a_document()
    before = Storyboard.model_validate(document)
    put(document, ("scenes", 1, "duration"), 6)
    assert patch_between(before, Storyboard.model_validate(document)) == [
        {"op": "replace", "path": "/scenes/1/duration", "value": 6}
    ]


def test_from_nothing_it_is_the_whole_document() -> None:
    [operation] = patch_between(None, video("A"))
    assert (operation["op"], operation["path"]) == ("replace", "")
