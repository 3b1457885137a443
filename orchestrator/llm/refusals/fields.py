"""Reads the body of an error, whichever shape it has.

OpenAI's `{"error": {...}}`, Anthropic's, Google's list with `details`, FastAPI's `detail` with `loc`, Mistral's `message`
that is an object, AWS' `__type`, gateways that put the whole of another error into a string: they differ in where things
stand, hardly in what they are called. So the body is walked, and things are found by their names.
"""

import ast
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MESSAGE_KEYS = _words(
    """message msg error detail details description error_description error_message errormessage error_msg
    errormsg title status_msg raw cause text body response errors reason explanation hint err info"""
)
IDENTIFIER_KEYS = _words(
    """code type status reason __type error_type errortype error_code errorcode err_code name quotaid kind error
    failed_reason exception class finish_reason"""
)
PARAM_KEYS = _words("""param parameter field loc path property pointer argument""")
STATUS_KEYS = _words("""code status status_code statuscode error_code http_status httpstatus""")
# What a server repeats of our own request; a word of it is no word of the server.
ECHOES = _words(
    """input ctx flagged_input failed_generation prompt request messages headers url stack traceback body_preview tools instructions
    choices usage"""
)
_DEPTH = 12
_MAX_WORDS = 3000  # characters; what follows is a repetition
_MAX_PAGE = 16_000
_MAX_STRINGS = 400


@dataclass(frozen=True, slots=True)
class Fields:
    """`message`: the first words; `words`: all of them. `identifiers`: code, type, status, reason …, the most specific first.

    `params`: paths in our body that the error names, without list indices. `status`: an HTTP status inside the body, or 0.
    """

    message: str = ""
    code: str = ""
    type: str = ""
    param: str = ""
    words: str = ""
    identifiers: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    status: int = 0
    form: str = "text"  # or json, html, empty
    numbers: tuple[tuple[str, int], ...] = ()  # numbers that have a name, such as n_ctx


def read_fields(body: str) -> Fields:
    text = body.strip()
    if not text:
        return Fields(form="empty")
    if re.match(r"(?is)(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|center|h1)\b", text):
        words = _html_words(text)
        return Fields(message=words, words=words, form="html")
    found = parse(text)
    if found is None:
        words = _xml_words(text)
        return Fields(message=words, words=words)
    return _read(found, text)


def parse(text: str) -> Any:
    """The JSON (or the Python literal) in a text, or None. What stands around it does not matter."""
    text = text.strip()
    try:
        whole = json.loads(text)
    except RecursionError:
        return None
    except ValueError:
        pass
    else:
        return whole if isinstance(whole, dict | list) else None
    decoder = json.JSONDecoder(strict=False)
    for match in list(re.finditer(r"[{\[]", text))[:8]:
        rest = text[match.start() :]
        try:
            value, _ = decoder.raw_decode(rest)
        except RecursionError:
            return None
        except ValueError:
            value = _literal(rest)
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            return value
    return None


def _literal(text: str) -> Any:
    """SDKs put an error into another as Python prints a dict."""
    end = text.rfind("}" if text[0] == "{" else "]") + 1
    if not 0 < end <= 8000:
        return None
    try:
        return ast.literal_eval(text[:end])
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _read(found: Any, text: str) -> Fields:
    entries = list(_walk(_error_in(found), "", 0))[:_MAX_STRINGS]
    messages = _unique(
        value for key, value in entries if key in MESSAGE_KEYS and isinstance(value, str) and value.strip()
    )
    identifiers = [
        (key, str(value)) for key, value in entries if key in IDENTIFIER_KEYS and isinstance(value, str | int)
    ]
    params = _unique(path for key, value in entries if key in PARAM_KEYS for path in [_path(value)] if path)
    status = next((_status(value) for key, value in entries if key in STATUS_KEYS and _status(value)), 0)
    return Fields(
        message=messages[0] if messages else text[:2000],
        code=next((v for k, v in identifiers if "code" in k), ""),
        type=next((v for k, v in identifiers if "type" in k), ""),
        param=params[0] if params else "",
        words=("\n".join(messages) if messages else text)[:_MAX_WORDS],
        identifiers=_unique(value for _, value in identifiers if value and not value.isdecimal() and len(value) < 120),
        params=params,
        status=status,
        form="json",
        numbers=tuple((k, v) for k, v in entries if isinstance(v, int) and not isinstance(v, bool)),
    )


def _error_in(found: Any, depth: int = 0) -> Any:
    """What is about the error: of an object with an `error` in it, that and what stands plainly beside it.

    A response that failed repeats the whole request, whose words would be taken for the server's.
    """
    if isinstance(found, list):
        return [_error_in(each, depth) for each in found]
    if not isinstance(found, dict) or depth > 2:
        return found
    error = next((found[key] for key in ("error", "errors") if found.get(key)), None)
    plain = {key: value for key, value in found.items() if not isinstance(value, dict | list)}
    if error is not None:
        return {**plain, "error": error}
    inner = [
        value for key, value in found.items() if isinstance(value, dict) and ("error" in value or key == "response")
    ]
    return {**plain, "inner": [_error_in(value, depth + 1) for value in inner]} if inner else found


def _walk(value: Any, key: str, depth: int) -> Iterator[tuple[str, Any]]:
    """Every (key, value) with content, the nearest to the root of an `error` first; JSON in strings is opened."""
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        value = _with_place(value)
        for name, inner in sorted(value.items(), key=lambda item: isinstance(item[1], dict | list)):
            name = str(name).lower()
            if name in ECHOES:
                continue
            if name == "loc" or (name in PARAM_KEYS and isinstance(inner, list)):
                yield name, inner
            else:
                yield from _walk(inner, name, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _walk(inner, key, depth + 1)
    elif isinstance(value, str):
        inner = parse(value) if "{" in value and len(value) < 32_768 else None
        if inner is not None and value.lstrip()[:1] in ("{", "["):
            yield from _walk(inner, key, depth + 1)
            return
        yield key, value
        if inner is not None:
            yield from _walk(inner, key, depth + 1)
    elif value is not None:
        yield key, value


def _with_place(entry: dict[str, Any]) -> dict[str, Any]:
    """`{"loc": ["body", "store"], "msg": "not permitted"}` gives `store: not permitted`."""
    place = next((_path(entry[key]) for key in ("loc", "field", "param", "path") if entry.get(key)), "")
    for key in ("msg", "message", "description"):
        text = entry.get(key)
        if place and isinstance(text, str) and place.rpartition(".")[2] not in text:
            return {**entry, key: f"{place}: {text}"}
    return entry


def _path(value: Any) -> str:
    """`tools[0].function.strict`, `["body", "tools", 0, "function"]`, `/tools/0/function` -> `tools.function.strict`."""
    parts = [str(part) for part in value] if isinstance(value, list | tuple) else re.split(r"[.\[\]/#]+", str(value))
    named = [part.strip("'\"` $") for part in parts]
    return ".".join(part for part in named if part and not part.isdecimal() and part not in ("body", "query", "root"))


def _status(value: Any) -> int:
    text = str(value)
    return int(text) if re.fullmatch(r"[45]\d\d", text) else 0


def _unique(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _html_words(text: str) -> str:
    """The title and the first words of a page."""
    text = re.sub(r"(?is)<(script|style)\b.*?(?:</\1>|$)|<!--.*?-->", " ", text[:_MAX_PAGE])
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())[:_MAX_WORDS]


def _xml_words(text: str) -> str:
    if text.startswith("<"):
        text = html.unescape(re.sub(r"<[^<>]*>", " ", text[:_MAX_PAGE])).strip()
    return text[:_MAX_WORDS]
