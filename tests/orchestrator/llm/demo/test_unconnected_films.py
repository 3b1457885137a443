"""The prepared films are whole storyboards, and play through the tools that every model has."""

import json

import pytest

from orchestrator.llm.demo.films import films
from orchestrator.tools.scene_agent.layers_draft import new_scene
from projects.demo_offers import STARTERS
from projects.models import Project, Revision
from storyboard.checks import find_flaws
from storyboard.encoding import decode
from storyboard.layers import Text
from storyboard.schema import Storyboard
from tests.chat import ask, fresh, run
from tests.orchestrator.videos import documents

FILMS = {film["title"]: film for film in films()}


def video(title: str) -> Storyboard:
    return decode(json.dumps(FILMS[title]["video"]))


def test_each_starter_is_the_sentence_of_a_film():
    assert [film["sentence"] for film in films()] == [starter.sentence for starter in STARTERS]


@pytest.mark.parametrize("title", FILMS)
def test_each_scene_can_be_what_the_scene_agent_answers(title):
    for scene in FILMS[title]["video"]["scenes"]:
        new_scene(
            {name: scene[name] for name in ("background", "transition", "layers")}, scene["name"], scene["duration"]
        )


@pytest.mark.parametrize("title", FILMS)
def test_nothing_in_it_is_what_a_model_would_be_told_to_mend(title):
    made = video(title)
    flaws = {scene.name: find_flaws(scene, made.canvas, made.style.palette) for scene in made.scenes}
    assert not any(flaws.values()), flaws
    assert 15 <= made.duration <= 21


@pytest.mark.parametrize("title", FILMS)
def test_the_first_frame_shows_something(title):
    first = video(title).scenes[0]
    assert any(isinstance(layer, Text) and layer.enter is None for layer in first.layers) or title == "Flowbase"


@pytest.mark.usefixtures("connections")
@pytest.mark.parametrize("title", FILMS)
async def test_a_starter_plays_its_film_scene_by_scene(project: Project, title: str) -> None:
    answer = await run(await ask(project, FILMS[title]["sentence"]))

    wanted = video(title)
    *_, made = await documents(project)
    assert [scene.layers for scene in made.scenes] == [scene.layers for scene in wanted.scenes]
    assert [scene.background for scene in made.scenes] == [scene.background for scene in wanted.scenes]
    assert [(scene.name, scene.duration) for scene in made.scenes] == [
        (scene.name, scene.duration) for scene in wanted.scenes
    ]
    assert (made.canvas.width, made.style) == (wanted.canvas.width, wanted.style)
    assert answer.content == f"{FILMS[title]['opening']}\n\n{FILMS[title]['closing']}"
    assert (await fresh(answer)).project.title == title
    revisions_made = [revision async for revision in Revision.objects.filter(project=project)]
    assert len(revisions_made) == 1 + len(wanted.scenes)


@pytest.mark.usefixtures("connections")
async def test_a_starter_takes_the_format_and_the_length_that_were_chosen_beside_it(project: Project) -> None:
    film = FILMS[next(iter(FILMS))]
    answer = await run(await ask(project, f"{film['sentence']}\n\n1:1 format, 20 seconds long."))

    *_, made = await documents(project)
    assert (made.canvas.width, made.canvas.height, made.duration) == (1080, 1080, 20)
    assert answer.content == f"{film['opening']}\n\n{film['closing']}"
