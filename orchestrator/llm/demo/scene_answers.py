"""What the scene agent is answered: the scene of a prepared film as it is, or a person's words, laid out."""

import json
import re

from orchestrator.llm.demo import films
from orchestrator.llm.demo.own_words import HEADER
from orchestrator.llm.demo.script import Json, json_object
from orchestrator.llm.demo.splitting import split_words
from orchestrator.llm.demo.typography import lay_out
from orchestrator.llm.interface import StepRequest

_HEADER = re.compile(re.escape(HEADER).replace(r"\{number\}", r"(?P<number>\d+)").replace(r"\{count\}", r"\d+"))
_PARTS = ("background", "transition", "layers")


def write(request: StepRequest) -> str:
    facts = json_object(request.messages[0].content)
    brief = str(facts.get("brief", ""))
    header = _HEADER.match(brief)
    words = brief[header.end() if header else 0 :]
    prepared = films.find_scene(str(facts.get("scene", "")), brief)
    if request.form and request.form.name != "layers":
        scene = _title(words)
    elif prepared:
        scene = {part: prepared[part] for part in _PARTS}
    else:
        number = int(header["number"]) if header else 1
        scene = lay_out(words, number, float(facts.get("seconds", 4)))
    return json.dumps(scene, ensure_ascii=False, separators=(",", ":"))


def _title(words: str) -> Json:
    """For whoever asks for a template, as in a chain of models that know no other form."""
    headline, *more = split_words(words, 80) or [" "]
    return {"template": "title", "slots": {"headline": headline, **({"subtitle": " ".join(more)} if more else {})}}
