"""JSON as models write it: Python's literals, single quotes, a comma too many, raw newlines and lone backslashes in strings.

What is cut stays unread: nothing is ever closed, quoted or completed that the model did not close itself.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string> <\|"\|>.*?<\|"\|> | <escape>.*?<escape>         # Gemma's own quotes
                | \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''(?:[^\\]|\\.)*?'''
                | "[^"\\]*(?:\\.[^"\\]*)*" | '[^'\\]*(?:\\.[^'\\]*)*' | “[^”]*” )
    | (?P<mark> [][{}():,=] )
    | (?P<word> [^][{}():,=\s"'“”<>]+ )
    )""",
    re.VERBOSE | re.DOTALL,
)
_QUOTES = ('<|"|>', "<escape>", '"""', "'''", '"', "'", "“")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)|[\"\x00-\x1f]", re.DOTALL)
_WORDS = {"true": "true", "false": "false", "null": "null", "none": "null", "undefined": "null"}
_BRACKETS = {"(": "[", ")": "]", "=": ":"}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")


def decode(text: str) -> Any:
    """Return the value that `text` is. Raises `ValueError` if that is not plain, `RecursionError` if it is nested too deep."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError:
        inner = (
            text[1:-1] if text.startswith("{{") and text.endswith("}}") else text
        )  # copied from a template of prompts
        return json.loads("".join(_canonical(inner)))


def find_end(text: str, at: int) -> int:
    """Return where the bracket that opens at `at` is closed (behind it), or -1 if it never is."""
    depth = 0
    for token in _tokens(text, at):
        mark = token["mark"]
        if mark is None:
            continue
        depth += (mark in "{[(") - (mark in "}])")
        if depth <= 0:
            return token.end()
    return -1


def encode(value: Any) -> str:
    """JSON text without escapes, but for what no encoder takes: half a surrogate pair."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() or _encodes(text) else json.dumps(value)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _tokens(text: str, at: int = 0) -> Iterator[re.Match[str]]:
    while token := _TOKEN.match(text, at):
        yield token
        at = token.end()


def _canonical(text: str) -> Iterator[str]:
    """The same tokens as JSON has them. A comma waits for what follows: before a closing bracket it goes."""
    end, comma = 0, False
    for token in _tokens(text):
        end = token.end()
        part = _json_of(token, text)
        if comma and part not in ("]", "}"):
            yield ","
        comma = part == ","
        if not comma:
            yield part
    if text[end:].strip():
        raise ValueError("no JSON")


def _json_of(token: re.Match[str], text: str) -> str:
    if token["string"] is not None:
        return _string(token["string"])
    if token["mark"] is not None:
        return _BRACKETS.get(token["mark"], token["mark"])
    word = token["word"]
    following = _TOKEN.match(text, token.end())
    if following and following["mark"] in (":", "="):
        return json.dumps(word)
    if _NUMBER.fullmatch(word):
        return str(word)
    if (known := _WORDS.get(word.lower())) is None:
        raise ValueError("a bare word")
    return known


def _string(token: str) -> str:
    quote = next(each for each in _QUOTES if token.startswith(each))
    body = token[len(quote) : -len(quote)]
    if quote[0] == "<" or quote == "“":
        return json.dumps(body)
    return f'"{_ESCAPE.sub(_escape, body)}"'


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found == r"\'":
        return "'"
    if len(found) > 2 or found[0] != "\\":
        return found if len(found) > 2 else json.dumps(found)[1:-1]
    if found[1] in '"\\/bfnrt':
        return found
    return "\\\\" + json.dumps(found[1])[1:-1]  # a lone backslash is meant as one
