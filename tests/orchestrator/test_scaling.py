"""What a model is given of a picture: small enough, still what it was; and one line if the file is gone."""

import io
import random
from collections.abc import Callable
from uuid import uuid4

import pytest
from PIL import Image

from orchestrator.llm.interface import Picture
from orchestrator.prompt.picture_scaling import MAX_BYTES, MAX_SIDE, scale
from orchestrator.prompt.pictures import load_picture
from orchestrator.turn.history import MAX_PICTURES, conversation
from projects import assets
from projects.actions import retry_turn, start_turn
from projects.models import Asset, Message, Project
from projects.redraw import Picture as Drawn
from tests.orchestrator.test_history import ended
from tests.pictures import png


def noise(mode: str, side: int) -> Image.Image:
    """What no format makes small."""
    return Image.frombytes(mode, (side, side), random.Random(1).randbytes(side * side * len(mode)))


def encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def decoded(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("draw", [lambda: Image.new("RGB", (2560, 1280), "red"), lambda: noise("RGB", 1500)])
def test_a_large_picture_is_made_small(kind: str, draw: Callable[[], Image.Image]) -> None:
    before = draw()
    media_type, data = scale(encoded(before, kind))
    after = decoded(data)
    assert media_type == f"image/{str(after.format).lower()}"
    assert after.format in ("PNG", "JPEG")
    assert len(data) <= MAX_BYTES
    assert max(after.size) <= MAX_SIDE
    assert after.width / after.height == before.width / before.height


def test_a_small_picture_stays_as_it_is() -> None:
    assert scale(png(64, 48)) == ("image/png", png(64, 48))


def test_a_large_drawing_keeps_its_sharp_edges() -> None:
    assert scale(encoded(Image.new("RGB", (2000, 2000), "white"), "PNG"))[0] == "image/png"


def test_a_logo_that_can_be_seen_through_stays_so() -> None:
    logo = Image.new("RGBA", (2000, 1000), (255, 255, 255, 0))
    assert decoded(scale(encoded(logo, "PNG"))[1]).has_transparency_data


def test_what_no_format_makes_small_is_opaque_and_small() -> None:
    media_type, data = scale(encoded(noise("RGBA", 1500), "PNG"))
    assert (media_type, len(data) <= MAX_BYTES) == ("image/jpeg", True)


def upload(project: Project, name: str = "shot.png") -> Asset:
    return assets.save_image(assets.new_image(project.pk, Drawn(png(64, 48), "image/png", 64, 48), name), png(64, 48))


def asked_with(project: Project, *pictures: Asset) -> Message:
    return start_turn(project.pk, uuid4(), "Like this.", [each.pk for each in pictures])


def test_the_model_is_given_the_pictures_of_the_message(project: Project) -> None:
    [turn] = conversation(asked_with(project, upload(project)))
    assert turn.pictures == (Picture("image/png", png(64, 48), "shot.png"),)


def test_of_many_pictures_the_newest_are_seen_and_the_others_named(project: Project) -> None:
    ended(asked_with(project, *(upload(project, f"old-{number}.png") for number in range(4))), "Fine.")
    first, _, second = conversation(asked_with(project, *(upload(project, f"new-{number}.png") for number in range(4))))
    assert len(second.pictures) == 4
    assert len(first.pictures) == MAX_PICTURES - 4
    assert [name in first.content for name in ("old-0.png", "old-3.png")] == [True, True]


def test_a_retry_is_given_the_pictures_again(project: Project) -> None:
    answer = ended(asked_with(project, upload(project)), "Fine.")
    assert len(conversation(retry_turn(answer, uuid4()))[0].pictures) == 1


def test_a_picture_whose_file_is_gone_is_named_in_words(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    picture = upload(project)
    picture.file.storage.delete(str(picture.file.name))
    [turn] = conversation(asked_with(project, picture))
    assert turn.pictures == ()
    assert "shot.png" in turn.content
    assert turn.content.endswith("[note: the file of this image cannot be read]")
    assert str(picture.pk) in caplog.text


def test_a_file_is_scaled_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = upload(project)
    assert load_picture(picture) is not None
    picture.file.storage.delete(str(picture.file.name))
    assert load_picture(picture) is not None
