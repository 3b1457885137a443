"""The scene agent's answer in the one shape that is checked: `{"template": …, "slots": {…}, …}`.

It is asked for `{"scene": {TEMPLATE: {its slots}}, …}`, see docs/decisions/0027. Models that are not held to a schema write
other shapes that mean the same: the checked one, slots beside the template, an object as a string, the whole wrapped once more.
"""

from collections.abc import Collection, Mapping
from typing import Any

from orchestrator.tools.optional_fields import decode_json
from storyboard.templates import TEMPLATES

_CALL = ("arguments", "parameters", "input")


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name)).lower()


_BY_LETTERS = {_letters(name): name for name in TEMPLATES}


def flatten(answer: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """`answer` with its template and slots under these names. `fields`: what the checked shape has, these two included.

    What is neither a field nor a slot is dropped, unless nothing else is there: then the check names it.
    """
    known = lift(lift(unwrap_call(answer), "scene"), "template")
    template, slots = _template_and_slots(known, fields)
    found = {name: value for name, value in known.items() if name in fields and name not in ("template", "slots")}
    if template is not None:
        found["template"] = template
    if slots is not None:
        found["slots"] = slots
    return found if found or "scene" in answer else dict(answer)


def fill_defaults(template: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """`slots` with the default of each optional slot that was left blank, as "" or null."""
    fields = TEMPLATES[template].slots.model_fields
    return {
        name: fields[name].get_default(call_default_factory=True)
        if value in (None, "") and name in fields and not fields[name].is_required()
        else value
        for name, value in slots.items()
    }


def unwrap_call(answer: Mapping[str, Any]) -> dict[str, Any]:
    """A model that knows tools may write the whole call: its name and its arguments."""
    for name in _CALL:
        inner = decode_json(answer.get(name))
        if isinstance(inner, dict):
            return inner
    return dict(answer)


def lift(known: dict[str, Any], name: str) -> dict[str, Any]:
    """What stands in the object called `name`, beside it instead."""
    while isinstance(inner := decode_json(known.get(name)), dict):
        known = {key: value for key, value in known.items() if key != name} | inner
    if name == "scene" and isinstance(inner, str):
        known.setdefault("template", inner)
    return known


def _template_and_slots(known: Mapping[str, Any], fields: Collection[str]) -> tuple[str | None, Any]:
    slots = decode_json(known.get("slots"))
    template = known.get("template")
    if isinstance(template, str) and template.strip():
        template = _BY_LETTERS.get(_letters(template), template)
        keyed = _find_template(slots) if isinstance(slots, dict) else None
        return template, _add_slots_beside(known, template, keyed[1] if keyed else slots, fields)
    if keyed := _find_template(known):
        return keyed
    if isinstance(slots, dict):
        if keyed := _find_template(slots):
            return keyed
        if "template" in slots:
            return _template_and_slots(slots, ())
    return None, _add_slots_beside(known, None, slots, fields)


def _find_template(known: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The template that is the key of an object, and its slots. A slot may be called so too, but is never an object."""
    found = [
        (_BY_LETTERS[_letters(key)], decode_json(value)) for key, value in known.items() if _letters(key) in _BY_LETTERS
    ]
    templates = [(name, slots) for name, slots in found if isinstance(slots, dict)]
    return next((each for each in templates if each[1]), templates[0] if templates else None)


def _add_slots_beside(known: Mapping[str, Any], template: str | None, slots: Any, fields: Collection[str]) -> Any:
    names = _slot_names(template) - set(fields)
    beside = {name: value for name, value in known.items() if name in names}
    if not beside or not (slots is None or isinstance(slots, dict)):
        return slots
    return {**beside, **(slots or {})}


def _slot_names(template: str | None) -> set[str]:
    """Of one template, or of all if it is not named."""
    chosen = [TEMPLATES[template]] if template in TEMPLATES else list(TEMPLATES.values()) if template is None else []
    return {name for each in chosen for name in each.slots.model_fields}
