"""The demo as the scene agent: from a brief, or an instruction for a scene that is there, to the JSON that is asked for."""

import json
from typing import Any

from orchestrator.llm.demo.studio import briefs, entrances, wishes
from orchestrator.llm.demo.studio.clauses import clauses
from orchestrator.llm.demo.studio.copybank import ANY, Copy, copy_for
from orchestrator.llm.demo.studio.quoting import first, literal
from orchestrator.llm.demo.studio.slots import DETAIL, FILLED, SENTENCE, TAG, another, main_slots, short
from orchestrator.llm.demo.studio.videos import json_object
from orchestrator.llm.demo.studio.wishes import Wish
from orchestrator.llm.interface import StepRequest

Json = dict[str, Any]


def written(request: StepRequest) -> str:
    facts = json_object(request.turns[0].content)
    made = _edit(facts) if "instruction" in facts else _scene(facts)
    return json.dumps(made, ensure_ascii=False)


def _scene(facts: Json) -> Json:
    name, brief = str(facts.get("scene", "")), str(facts.get("brief", ""))
    about, rest = briefs.video_subject(brief)
    entrance, said = entrances.take(rest)
    template, slots = _planned(rest, about) if about else _free(rest, name, str(facts.get("project", "")))
    return {
        "template": template,
        "slots": slots,
        "bold": bool(wishes.BOLD.search(said)),
        "entrance": entrance and entrance.as_json(None),
    }


def _planned(rest: str, about: str) -> tuple[str, Json]:
    """A scene of a video about `about`."""
    copy = copy_for(about)
    if rest.strip() == briefs.ANOTHER:
        return "split_image", another(copy)
    template = briefs.template_for(rest)
    return template, FILLED[template](first(rest) or briefs.shown_subject(about) or "Our Story", copy)


def _free(rest: str, name: str, project: str) -> tuple[str, Json]:
    """A scene as somebody asks for it in their own words."""
    if text := briefs.shown_text(rest):
        return "title", main_slots("title", text)
    subject = briefs.subject(briefs.without_lengths(rest))
    template, copy = briefs.template_for(subject), _copy(subject, project)
    if template in ("call_to_action", "logo_sting"):
        named = name if briefs.NAMED.search(rest) else project or name
        return template, FILLED[template](named, copy_for(project))
    headline = name if briefs.NAMED.search(rest) else briefs.shown_subject(subject) or name
    if template == "split_image":
        text = subject.partition(":")[2].strip()
        return template, main_slots(template, headline) | {"text": short(text or copy.line, SENTENCE)}
    return template, FILLED[template](headline, copy)


def _copy(subject: str, project: str) -> Copy:
    own = copy_for(subject)
    return copy_for(project) if own is ANY else own


def _edit(facts: Json) -> Json:
    wish = Wish()
    for clause in clauses(str(facts["instruction"])):
        wish = wish.and_also(wishes.read(clause, literal))
    scene = facts.get("scene")
    scene = scene if isinstance(scene, dict) else {}
    template = str(scene.get("template") or "")
    made: Json = {"name": wish.name or None, "slots": _slots(template, wish), "bold": wish.bold}
    if wish.about and not wish.name:
        made["name"] = briefs.shown_subject(wish.about) or None
    if wish.entrance:
        made["entrance"] = wish.entrance.as_json(_layer(wish.entrance.field, template, scene))
    return {key: value for key, value in made.items() if value}


def _slots(template: str, wish: Wish) -> Json | None:
    if wish.about:
        return main_slots(template, briefs.shown_subject(wish.about) or wish.about)
    if not wish.text:
        return None
    if wish.field == "button":
        return {"button": short(wish.text, TAG)}
    if wish.field in ("subtitle", "tagline", "detail") and template in DETAIL:
        return {DETAIL[template]: short(wish.text, SENTENCE)}
    return main_slots(template, wish.text)


def _layer(field: str, template: str, scene: Json) -> str | None:
    """None is the text that is read first. A text that the scene does not have is named all the same: it is refused."""
    if field in ("subtitle", "tagline", "detail"):
        return DETAIL.get(template, field)
    if field == "number":
        return str(next(iter(scene.get("numbers") or [field])))
    return field if field in ("button", "kicker") else None
