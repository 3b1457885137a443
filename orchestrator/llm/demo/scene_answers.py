"""What the scene agent is answered: the scene of a prepared film as it is, or a person's words, laid out."""

import json
import re

from orchestrator.llm.demo import films
from orchestrator.llm.demo.own_words import HEADER
from orchestrator.llm.demo.script import Json, json_object
from orchestrator.llm.demo.splitting import split_words
from orchestrator.llm.demo.typography import lay_out
from orchestrator.llm.interface import StepRequest

_HEADER = re.compile(
    re.escape(HEADER).replace(r"\{number\}", r"(?P<number>\d+)").replace(r"\{count\}", r"(?P<count>\d+)")
)
_PARTS = ("background", "transition", "layers")


def write(request: StepRequest) -> str:
    facts = json_object(request.turns[0].content)
    name, brief = str(facts.get("scene", "")), str(facts.get("brief", ""))
    if prepared := films.find_scene(name, brief):
        scene = {part: prepared[part] for part in _PARTS}
    else:
        header = _HEADER.match(brief)
        words = brief[header.end() :] if header else brief
        number = int(header["number"]) if header else 1
        scene = lay_out(words or name, number, str(facts.get("format", "")), float(facts.get("seconds", 4)))
    if request.form and request.form.name != "layers":
        scene = _from_template(brief, scene)
    return json.dumps(scene, ensure_ascii=False, separators=(",", ":"))


def _from_template(brief: str, scene: Json) -> Json:
    """For whoever asks for a template: the words of the scene as a title."""
    header = _HEADER.match(brief)
    words = split_words(brief[header.end() :] if header else brief, 80) or [" "]
    subtitle = {"subtitle": words[1]} if len(words) > 1 else {}
    return {"template": "title", "slots": {"headline": words[0], **subtitle}}
