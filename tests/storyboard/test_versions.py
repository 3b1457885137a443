"""A document of any version that there ever was is read, and one of a version that is not known is left alone."""

import json
from pathlib import Path

import pytest

from storyboard.encoding import Malformed, NewerDocument, decode, encode, to_json
from storyboard.migrations import STEPS, VERSION
from storyboard.schema import Storyboard
from tests.storyboard.documents import a_document, video

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"  # each as that version's own code has written it
FILMS = [HERE / "films" / name for name in ("saas-launch.json", "app-demo.json")]  # made by hand, in version 1


@pytest.mark.parametrize("version", STEPS)
def test_a_document_of_each_earlier_version_is_read(version: int) -> None:
    text = (VERSIONS / f"{version}.json").read_text()
    written = json.loads(text)
    document = decode(text)
    assert document.version == VERSION
    assert [scene.id for scene in document.scenes] == [scene["id"] for scene in written["scenes"]]


def test_a_document_of_version_1_says_the_same_in_this_version() -> None:
    text = (VERSIONS / "1.json").read_text()
    assert to_json(text) == {"version": VERSION, **json.loads(text)}


@pytest.mark.parametrize("path", FILMS, ids=lambda path: path.stem)
def test_a_film_of_version_1_says_the_same_in_this_version(path: Path) -> None:
    text = path.read_text()
    assert to_json(text) == {"version": VERSION, **json.loads(text)}


def test_a_document_says_its_version_first() -> None:
    assert encode(video("A")).startswith(f'{{"version":{VERSION},')


def test_a_newer_document_can_be_shown_and_not_be_changed() -> None:
    newer = a_document() | {"version": VERSION + 1, "music": "loud"}
    assert to_json(json.dumps(newer)) == newer
    with pytest.raises(NewerDocument, match="newer version of this program"):
        decode(json.dumps(newer))


@pytest.mark.parametrize("version", [0, -1, 1.5, "2", None, True, []])
def test_what_is_no_version_is_refused(version: object) -> None:
    with pytest.raises(Malformed, match="version"):
        decode(json.dumps(a_document() | {"version": version}))


def test_a_document_that_was_as_large_as_it_may_be_can_still_be_read() -> None:
    text = (VERSIONS / "1.json").read_text()
    assert len(encode(decode(text))) - len(text) == len('"version":2,')


def test_what_is_made_now_is_of_this_version() -> None:
    assert Storyboard.model_validate(a_document()).version == VERSION
