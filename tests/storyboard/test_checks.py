"""What is said of a scene before anybody sees it: each flaw is found in a scene that has it, and in none that has not."""

from typing import Any

import pytest

from orchestrator.tools.scene_agent.layers_prompt import examples
from storyboard.checks import find_flaws
from storyboard.formats import FORMAT_NAMES, canvas_of
from storyboard.palettes import PALETTES
from storyboard.schema import Scene
from storyboard.templates import TEMPLATES, expand
from tests.browser.showcase import EXAMPLES
from tests.orchestrator.films import NAMES, film

NIGHT, WIDE = PALETTES["night"], canvas_of("landscape")
CALM = {"type": "solid", "colors": ["bg"]}
DRIFTING = {"type": "mesh", "colors": ["bg", "accent"], "drift": 1}


def words(id: str = "headline", text: str = "Morning Beans", **more: Any) -> dict[str, Any]:
    box = {"x": 10, "y": 30, "w": 80, "h": 30}
    enter = {"preset": "rise", "at": 0.1, "duration": 0.5}
    return {"id": id, "type": "text", "text": text, "role": "heading", "size": 90, "box": box, "enter": enter, **more}


def card(id: str = "card", **more: Any) -> dict[str, Any]:
    box = {"x": 5, "y": 20, "w": 90, "h": 50}
    return {"id": id, "type": "shape", "shape": "rect", "fill": "surface", "box": box, **more}


def box(x: float, y: float, w: float, h: float) -> dict[str, float]:
    return {"x": x, "y": y, "w": w, "h": h}


def flaws(*layers: dict[str, Any], background: dict[str, Any] = DRIFTING, duration: float = 4) -> list[str]:
    scene = {"id": "a", "name": "A", "duration": duration, "background": background, "layers": layers}
    return find_flaws(Scene.model_validate(scene), WIDE, NIGHT)


GOOD: dict[str, tuple[Any, ...]] = {
    "plain words": (words(),),
    "words on a card": (card(), words()),
    "words one above the other": (words(), words("line", "Since 2009", box=box(10, 62, 80, 14), size=44)),
    "words of which one has gone when the other comes": (
        words(exit={"preset": "fade", "at": 1.6, "duration": 0.3}),
        words("second", "Open at 7", enter={"preset": "rise", "at": 2, "duration": 0.4}),
    ),
    "a picture that reaches beyond the canvas": (card(box=box(60, -40, 80, 80)), words(box=box(8, 30, 50, 40), size=60)),
    "something that falls in from above": (
        card(box=box(40, -9, 10, 10), keyframes=[{"t": 0, "dy": 0}, {"t": 2, "dy": 80}]),
        words(box=box(10, 5, 80, 30)),
    ),
    "a word in a button": (card(box=box(30, 40, 30, 12), fill="accent"), words(text="Buy now", size=22, box=box(30, 40, 30, 12))),
    "white on a dark accent": (card(fill="#1d1a2b"), words(color="#ffffff")),
    "glass over a text": (words(), card(glass=True)),
    "words in a script that no font of the project has": (words(text="土曜の朝 🎬"),),
    "words in a script that one of them has": (words(text="قهوة → Καφές"),),
    "a number": ({"id": "n", "type": "counter", "to": 98, "format": "{}%", "box": box(10, 20, 80, 60), "size": 240},),
}  # fmt: skip

BAD: dict[str, tuple[tuple[Any, ...], str]] = {
    "words beyond the edge": ((words(box=box(60, 30, 60, 30), align="right"),), "“headline” reaches beyond the canvas"),
    "words that are moved out": (
        (words(keyframes=[{"t": 0.5, "dx": 0}, {"t": 1, "dx": 70}]),),
        "“headline” reaches beyond the canvas",
    ),
    "a layer that is never seen": (
        (words(), card(box=box(-20, 10, 40, 20), keyframes=[{"t": 0, "dx": -30}])),
        "“card” is never on the canvas",
    ),
    "words on words": ((words(), words("line", "Since 2009")), "“headline” and “line” lie on each other"),
    "words behind a card": ((words(), card()), "“headline” is hidden behind “card”"),
    "white on white": ((card(fill="#ffffff"), words(color="#fafafa")), "“headline” can hardly be read: #fafafa on #ffffff"),
    "small grey on the ground": (
        (words(color="#3a4060", size=30, weight=500),),
        "“headline” can hardly be read: #3a4060 on #0b1020",
    ),
    "tiny words": ((words(text="Terms and conditions apply", size=14),), "“headline” is too small for a phone: drawn at size 14"),
    "words that do not fit": (
        (words(text="Far more words than this small box can hold", box=box(10, 30, 30, 12)),),
        "“headline” does not fit in its box at size 90",
    ),
    "a number that does not fit": (
        ({"id": "n", "type": "counter", "to": 98, "box": box(10, 40, 4, 2), "size": 240},),
        "“n” is too small for a phone",
    ),
    "letters in disguise": ((words(text="𝗦𝗮𝗹𝗲 now"),), "“headline” has letters that no font of the video has: write “Sale now”"),
    "nothing at first": (
        (words(enter={"preset": "rise", "at": 1.5, "duration": 0.5}),),
        "Nothing is seen in the first 0.6 s",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layers", GOOD.values(), ids=GOOD)
def test_a_scene_that_can_be_shown_has_no_flaw(layers: tuple[Any, ...]) -> None:
    assert flaws(*layers) == []


@pytest.mark.parametrize(("layers", "flaw"), BAD.values(), ids=BAD)
def test_a_flaw_is_found_and_named(layers: tuple[Any, ...], flaw: str) -> None:
    assert flaw in " ".join(flaws(*layers))


def test_a_scene_in_which_nothing_moves_is_told() -> None:
    assert flaws(words(), background=CALM)[0].startswith("Nothing moves for 2.7 of 4 s".replace("2.7", "3.4"))


@pytest.mark.parametrize(
    "layers",
    [
        (words(keyframes=[{"t": 0, "scale": 1}, {"t": 4, "scale": 1.06}]),),
        (words(), words("line", "Since 2009", box=box(10, 62, 80, 14), size=44, enter={"preset": "fade", "at": 2})),
        (words(), card(box=box(10, 90, 80, 2), draw={"at": 1.5, "duration": 1.5})),
    ],
)
def test_what_moves_once_in_a_while_is_enough(layers: tuple[Any, ...]) -> None:
    assert flaws(*layers, background=CALM) == []


def in_scene(*layers: dict[str, Any], **more: Any) -> list[str]:
    scene = {"id": "a", "name": "A", "duration": 4, "background": CALM, "layers": layers, **more}
    return find_flaws(Scene.model_validate(scene), WIDE, NIGHT)


def test_words_move_with_their_group() -> None:
    out = {"id": "all", "keyframes": [{"t": 0.2, "dx": 0}, {"t": 0.4, "dx": 80}]}
    assert "“headline” reaches beyond the canvas" in in_scene(words(group="all"), groups=[out])[0]
    late = {"id": "all", "enter": {"preset": "fade", "at": 2}}
    assert "Nothing is seen in the first 0.6 s" in " ".join(in_scene(words(group="all"), groups=[late]))
    turning = {"id": "all", "keyframes": [{"t": 0, "rotate": -2}, {"t": 4, "rotate": 2}]}
    assert in_scene(words(group="all"), groups=[turning]) == []


def test_a_camera_that_moves_is_a_move_and_may_come_to_words_later() -> None:
    pan = [{"t": 0, "dx": 0, "zoom": 1}, {"t": 1.5, "dx": 0}, {"t": 2.5, "dx": 90}, {"t": 4, "dx": 92}]
    second = words("second", "Open at 7", box=box(105, 30, 70, 30))
    assert in_scene(words(), second, camera=pan) == []


def test_what_a_gradient_hides_is_hidden_and_what_stands_on_it_is_read() -> None:
    sunny = card(fill=None, gradient={"type": "linear", "colors": ["#ffffff", "#fff2cc"]})
    assert "is hidden behind “card”" in " ".join(in_scene(words(), sunny))
    assert "can hardly be read" in " ".join(in_scene(sunny, words(color="#ffffff")))


def test_at_most_six_are_said() -> None:
    assert len(flaws(*(words(f"line-{n}", size=9) for n in range(9)))) == 6


@pytest.mark.parametrize("name", NAMES)
def test_films_made_by_hand_have_none(name: str) -> None:
    document = film(name)
    assert [find_flaws(each, document.canvas, document.style.palette) for each in document.scenes] == [
        [] for _ in document.scenes
    ]


@pytest.mark.parametrize(("brief", "scene"), examples())
def test_the_examples_in_the_prompt_have_none(brief: str, scene: Scene) -> None:
    shape = "landscape" if "1280 x 720" in brief else "portrait"
    assert find_flaws(scene, canvas_of(shape), PALETTES["clean" if shape == "portrait" else "night"]) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_our_own_templates_have_none(name: str) -> None:
    _, slots = EXAMPLES[name]
    for format in FORMAT_NAMES:
        for variant in range(3):
            for duration in (2.5, 7):
                scene = expand(
                    name,
                    slots,
                    scene_id="a",
                    scene_name="A",
                    duration=duration,
                    format=format,
                    variant=variant,
                    transition=None,
                )
                assert find_flaws(scene, canvas_of(format), NIGHT) == [], (format, variant, duration)
