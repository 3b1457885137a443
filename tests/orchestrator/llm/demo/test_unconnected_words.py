"""A person's own words become a film: all of them, and no others."""

import json

import pytest
import regex

from orchestrator.llm.demo.lengths import find_length
from orchestrator.llm.demo.own_words import ANNOUNCED
from orchestrator.llm.demo.splitting import graphemes, split_words
from orchestrator.llm.demo.typography import lay_out
from orchestrator.tools.scene_agent.layers_draft import new_scene
from projects.models import Project
from storyboard.checks import find_flaws
from storyboard.formats import canvas_of
from storyboard.palettes import PALETTES
from storyboard.schema import Scene
from tests.chat import ask, ask_again, run
from tests.orchestrator.videos import documents

from .unconnected import briefs, calls, hear

TEXTS = [
    "We open on Saturday. Coffee is free until noon! See you at www.beans.example",
    "98% of our guests come back\n1,284 cups a week\nSince 1987, at 7:30 every day",
    "Dr. Weiß liest am 3. Mai. Eintritt frei, für alle.",
    "土曜日にオープンします。コーヒーは無料です。ぜひお越しください！",
    "افتتاح المقهى يوم السبت. القهوة مجانا حتى الظهر.",
    "नई दुकान शनिवार को खुलेगी। सबका स्वागत है।",
    "สวัสดีครับ ร้านกาแฟของเราเปิดวันเสาร์",
    "👩‍👩‍👧‍👦🏳️‍🌈 " * 60,
    "Zoë\u0308 " * 90,
    "word " * 350,
    "x" * 900,
]


def visible_text(scene: Scene) -> str:
    """What can be read in it, from above to below."""
    layers = sorted(
        (layer for layer in scene.layers if layer.type in ("text", "counter")), key=lambda layer: layer.box.y
    )
    return " ".join(
        layer.text if layer.type == "text" else layer.format.replace("{}", f"{layer.to:,g}") for layer in layers
    )


def scenes_of(planned: list[dict]) -> list[Scene]:
    made = []
    for number, each in enumerate(planned, start=1):
        words = each["brief"].split("\n", 1)[1]
        fields = lay_out(words, number, each["seconds"])
        made.append(new_scene(fields, each["name"], each["seconds"]).scene)
    return made


@pytest.mark.parametrize("text", TEXTS)
async def test_every_sign_stands_on_the_screen_in_its_order_and_none_besides(text):
    planned = calls(await hear(f"New video: {text}"))["plan_video"]["scenes"]

    assert 1 <= len(planned) <= 12
    assert "".join(" ".join(map(visible_text, scenes_of(planned))).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["e\u0301" * 100, "👩‍👩‍👧‍👦" * 100, "नमस्ते" * 60, "🇩🇪🇯🇵" * 60])
def test_no_character_is_cut_in_two(text):
    assert [each for piece in split_words(text, 40) for each in graphemes(piece)] == regex.findall(r"\X", text)


async def test_a_line_that_is_a_link_or_a_date_comes_last():
    heard = await hear("www.beans.example\nWe open soon\n3. Mai\nCome in")

    assert [brief.split("\n", 1)[1] for brief in briefs(heard)] == [
        "We open soon",
        "Come in",
        "www.beans.example",
        "3. Mai",
    ]


@pytest.mark.parametrize("text", ["Hello", "98% of our guests come back", "word " * 38, "土曜日にオープンします。" * 6])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_layout_can_be_read(text, number):
    fields = lay_out(text.strip(), number, 4)
    scene = new_scene(fields, "A scene", 4).scene
    assert find_flaws(scene, canvas_of("landscape"), PALETTES["night"]) == []


def test_words_begin_where_their_script_does():
    aligns = [lay_out(text, 1, 4)["layers"][-1]["align"] for text in ("We open", "افتتاح المقهى", "פותחים")]
    assert aligns == ["left", "right", "right"]


def test_a_figure_counts_up_and_a_year_does_not():
    kinds = {
        text: [layer["type"] for layer in lay_out(text, 2, 4)["layers"]]
        for text in ("98% come back", "1,284 cups", "Since 1987", "Open at 7:30", "On 3.5.2026", "4.80 € a cup")
    }
    assert [text for text, found in kinds.items() if "counter" in found] == ["98% come back", "1,284 cups"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("A 20 second video about tea", 20),
        ("20-second clip", 20),
        ("make it 15 sec long", 15),
        ("a 30s video", 30),
        ("a video of 2 minutes", 120),
        ("1.5 minute video", 90),
        ("Ein Video von 20 Sekunden", 20),
        ("20 Sekunden lang", 20),
        ("un vídeo de 15 segundos", 15),
        ("فيديو مدته 20 ثانية", 20),
        ("20秒の動画", 20),
        ("動画は1分", 60),
        ("98% in 30 seconds", None),
        ("We have 3 shops and 20 years", None),
        ("Ready in 5 minutes, from 3 euros", None),
        ("a 20 second video, no, a 30 second video", None),
        ("5 star video", None),
    ],
)
def test_a_length_is_a_number_of_seconds_or_minutes_beside_a_word_for_a_video(text, seconds):
    assert find_length(text) == seconds


async def test_the_length_that_is_asked_for_is_the_films():
    planned = calls(await hear("20 second video. We open on Saturday. Coffee is free."))["plan_video"]

    assert planned["seconds"] == 20
    assert round(sum(scene["seconds"] for scene in planned["scenes"]), 1) == 20
    assert [scene["brief"].split("\n", 1)[1] for scene in planned["scenes"]] == [
        "We open on Saturday.",
        "Coffee is free.",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("New video: " + "word " * 500, "2000 characters at most"),
        ("New video: 400 second video. Hello.", "400 seconds"),
        ("New video: 2 second video. " + "We open on Saturday, all of us. " * 30, "2 seconds"),
        ("New video:", "Write the words"),
    ],
)
async def test_what_cannot_be_set_is_said_and_nothing_is_made(text, why):
    heard = await hear(text)

    assert why in heard.text
    assert not heard.tool_requests


async def test_it_says_that_no_model_is_connected_and_how_to_connect_one():
    heard = await hear("We open on Saturday.")

    assert heard.text == ANNOUNCED
    assert ".env" in heard.text
    assert "make run-local" in heard.text


@pytest.mark.usefixtures("connections")
async def test_it_is_made_through_the_tools_of_every_model(project: Project) -> None:
    answer = await run(await ask(project, "We open on Saturday.\n98% of our guests come back.\nwww.beans.example"))

    *_, made = await documents(project)
    assert [visible_text(scene) for scene in made.scenes] == [
        "We open on Saturday.",
        "98% of our guests come back.",
        "www.beans.example",
    ]
    assert answer.content.endswith(f"Your words stand in 3 scenes, {made.duration:g} seconds.")
    assert json.dumps(answer.usage or {})


async def test_notes_around_a_message_and_its_pictures_are_no_words_of_the_person():
    picture = '[attached image "beach.png", asset 00000000-0000-4000-8000-000000000001, 640x480]'
    notes = (
        '[note: on the page, the person undid a change: "x"]\n[note: on the page, the person changed the video: "y"]'
    )
    tried = "[note: an earlier try at this answer called undo; then it failed. What it did was taken back]"
    heard = await hear(f"{notes}\n\nCome in.\n[note: bring cake]\n{picture}\n\n{tried}")

    assert [brief.split("\n", 1)[1] for brief in briefs(heard)] == ["Come in.", "[note: bring cake]"]


@pytest.mark.usefixtures("connections")
async def test_another_take_makes_the_same_film_again(project: Project) -> None:
    first = await run(await ask(project, "We open on Saturday."))
    again = await run(await ask_again(first))

    assert again.content == first.content
    assert "Your words stand in one scene" in again.content


async def test_what_was_chosen_beside_the_words_does_not_stand_on_the_screen() -> None:
    heard = await hear("We open on Saturday. Come in.\n\n9:16 format, 20 seconds long.")
    assert " ".join(brief.split("\n", 1)[1] for brief in briefs(heard)) == "We open on Saturday. Come in."
    assert calls(heard)["plan_video"]["seconds"] == 20
