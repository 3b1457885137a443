"""Any document that the schema allows is read and written without a change, and every layer type is among them."""

from typing import get_args

import pytest

from storyboard.encoding import decode, encode
from storyboard.layers import AnyLayer
from storyboard.operations import set_format, set_total_duration
from storyboard.schema import Storyboard
from storyboard.summary import summary
from tests.storyboard.any_document import documents


@pytest.fixture(scope="module")
def any_documents() -> list[Storyboard]:
    return documents(60)


def test_any_document_read_and_written_again_is_the_same(any_documents: list[Storyboard]) -> None:
    for document in any_documents:
        text = encode(document)
        assert decode(text) == document
        assert encode(decode(text)) == text


def test_every_type_of_layer_and_every_part_is_among_them(any_documents: list[Storyboard]) -> None:
    scenes = [scene for document in any_documents for scene in document.scenes]
    assert {type(layer) for scene in scenes for layer in scene.layers} == set(get_args(AnyLayer))
    assert any(layer.group for scene in scenes for layer in scene.layers)
    assert any(scene.camera for scene in scenes)


def test_any_document_takes_another_length_and_format_and_can_be_told_of(any_documents: list[Storyboard]) -> None:
    for document in any_documents:
        longer = set_total_duration(document, 30)
        assert longer.duration == 30
        changed = set_format(longer, "portrait-4x5" if document.canvas.height != 1350 else "square")
        assert summary(document, changed)
        assert decode(encode(changed)) == changed
