"""The prepared films: whole storyboards, one file each, played through the tools as a model would make them."""

import json
from functools import cache

from orchestrator.llm.demo.script import Call, Json, Result, Script, Step
from orchestrator.llm.demo.wishes import Wish, fit
from projects.prepared_films import PREPARED_FILMS
from storyboard.formats import format_of
from storyboard.schema import Canvas


@cache
def films() -> tuple[Json, ...]:
    """Each with `sentence`, `title`, the text before (`opening`) and after it (`closing`), and the document (`video`)."""
    return tuple(json.loads(path.read_text()) for path in sorted(PREPARED_FILMS.glob("*.json")))


def find(sentence: str) -> Json | None:
    """The film that a sentence chooses, however it is capitalised and punctuated."""
    return next((film for film in films() if _letters(film["sentence"]) == _letters(sentence)), None)


def play(film: Json, wish: Wish) -> Script:
    video = film["video"]
    planned = [_plan_scene(scene) for scene in video["scenes"]]
    plan = {
        "format": format_of(Canvas.model_validate(video["canvas"])).name,
        "seconds": round(sum(scene["duration"] for scene in video["scenes"]), 1),
        "palette": " ".join(video["style"]["palette"].values()),
        "scenes": planned,
    }
    steps = (
        Step(film["opening"], (Call("set_title", {"title": film["title"]}), Call("plan_video", plan))),
        Step("", tuple(Call("add_scene", scene) for scene in planned)),
        *fit(plan, wish),
    )
    return Script(steps, lambda results: _end(film, results))


def find_scene(name: str, brief: str) -> Json | None:
    """The scene of a film that was planned so."""
    scenes = (scene for film in films() for scene in film["video"]["scenes"])
    return next((scene for scene in scenes if (scene["name"], _brief(scene)) == (name, brief)), None)


def _plan_scene(scene: Json) -> Json:
    return {"name": scene["name"], "brief": _brief(scene), "seconds": scene["duration"]}


def _brief(scene: Json) -> str:
    """What can be read in it."""
    words = [_words(layer) for layer in scene["layers"]]
    return f"A prepared scene: {' / '.join(filter(None, words))}"[:1000]


def _words(layer: Json) -> str:
    if layer["type"] == "counter":
        return str(layer["format"]).replace("{}", f"{layer['to']:,}")
    return " ".join(str(layer.get("text", "")).split())


def _end(film: Json, results: tuple[Result, ...]) -> str:
    if failures := [result.error for result in results if result.error and result.tool != "set_title"]:
        return f"Not all of it could be made. {failures[0]}"
    return str(film["closing"])


def _letters(sentence: str) -> str:
    return "".join(filter(str.isalnum, sentence.casefold()))
