"""What is wrong with a document, in words that a person and a model can act on: where, what, and what would do.

`chatstream.wire.parsing` words the problems of a request itself: it knows no document, and this package knows no wire.
"""

from typing import Any

from pydantic import ValidationError

MOST = 8  # a model that gets forty problems at once repairs none
LONGEST = 40
TAGS = {"text", "image", "shape", "chart", "counter", "icon", "device"}
PATTERNS = {
    "(bg|surface|": "must be a palette colour (bg, surface, ink, muted, accent, accent2, accent3) or #rrggbb",
    "#[0-9a-fA-F]": "must be a colour as #rrggbb",
    "^asset:": "must name an uploaded asset (asset:…), not an address or a path",
    "[a-z0-9-]{0,39}": "must be an id: small letters, digits and hyphens, at most 40",
    r"\{\}": 'must hold {} once, with at most 12 characters on each side, as in "+{}%"',
    "MLHVCSQTAZ": "must be an SVG path: letters of commands and numbers, at most 1000 characters",
}


def problem_sentence(error: ValidationError) -> str:
    return "; ".join(describe_problems(error))


def describe_problems(error: ValidationError) -> list[str]:
    """A sentence each, at most MOST."""
    # Where its type is not known, a union reports it for each of its members: the first one is enough.
    found = list(dict.fromkeys(_sentence(each) for each in error.errors(include_url=False)))
    return found if len(found) <= MOST else [*found[:MOST], f"… and {len(found) - MOST} more"]


def _sentence(error: Any) -> str:
    where, what = field_path(error["loc"]), _describe(error)
    return f"{where}: {what}" if where else what


def field_path(location: tuple[str | int, ...]) -> str:
    """scenes[2].layers[0].color, without the names of the types that pydantic puts between."""
    text = ""
    for before, part in zip((None, *location), location, strict=False):
        if isinstance(part, int):
            text += f"[{part}]"
        elif part != "[key]" and not (isinstance(before, int) and part in TAGS):
            text += f".{_short(part)}"
    return text.removeprefix(".")


def _describe(error: Any) -> str:
    context = error.get("ctx", {})
    given = error.get("input")
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a field here"
        case "literal_error":
            return f"must be {context['expected']}, not {_quote(given)}"
        case "union_tag_invalid":
            return f"type must be {context['expected_tags']}, not {_quote(context['tag'])}"
        case "union_tag_not_found":
            return "type is missing (text, image, shape, chart, counter, icon or device)"
        case "string_pattern_mismatch":
            hint = next(
                (hint for part, hint in PATTERNS.items() if part in context["pattern"]), "is not written as it must be"
            )
            return f"{hint}, not {_quote(given)}"
        case "too_long" | "string_too_long":
            return f"is too long: {_amount(context, 'max_length', given)}"
        case "too_short" | "string_too_short":
            return f"is too short: {_amount(context, 'min_length', given)}"
        case "json_invalid":
            return f"is not JSON ({context['error']})"
        case "value_error":
            return str(context["error"])
        case _:
            return f"{str(error['msg']).removeprefix('Input ')}{_name_given(given)}"


def _amount(context: Any, bound: str, given: Any) -> str:
    kind = "characters" if isinstance(given, str) else "entries"
    least_or_most = "at most" if bound == "max_length" else "at least"
    count = context.get("actual_length", len(given) if isinstance(given, str) else None)
    return f"{least_or_most} {context[bound]} {kind}{'' if count is None else f', not {count}'}"


def _name_given(given: Any) -> str:
    return f", not {_quote(given)}" if isinstance(given, str | int | float | bool) else ""


def _quote(given: Any) -> str:
    return f"“{_short(given if isinstance(given, str) else repr(given))}”"


def _short(text: str) -> str:
    """Cut to LONGEST, and valid UTF-8, so that the sentence can be sent."""
    whole = text.encode(errors="replace").decode()
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"
