"""The events of the Responses API.

Whatever is streamed in pieces comes once more as a whole, up to three times: at the end of the part, of the item and of the
response. Some servers leave out the one, some the other. So pieces are passed on as they come, and of a whole only what is missing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.answers.calls import CallPiece
from orchestrator.llm.dialects.errors import has_content, raise_error, refuse, refuse_chat
from orchestrator.llm.dialects.responses_items import Item, Items, Part
from orchestrator.llm.dialects.values import as_count, as_dict, as_list, as_object, as_text
from orchestrator.llm.interface import Usage

_RUNNING = {"created", "in_progress", "queued"}
# What a part is called, in the order in which it is looked for: `reasoning_summary_text` is a summary.
_ITEM_OF = {
    "summary": "reasoning",
    "reasoning": "reasoning",
    "refusal": "message",
    "arguments": "function_call",
    "text": "message",
}
_PARAGRAPH = "\n\n"


class ResponsesDecoder:
    def __init__(self) -> None:
        self._items = Items()
        self._place: tuple[Any, ...] = ()  # of the text that comes just now, and its pieces
        self._pieces: list[str] = []
        self._last_text: Item | None = None
        self._last_reasoning: tuple[Item, Part] | None = None

    def read(self, event: Any, answer: Answer) -> None:
        if not isinstance(event, dict):
            raise_error(event)
            return
        kind, delta = event.get("type"), event.get("delta")
        if kind == "response.output_text.delta" and _place(event) == self._place and isinstance(delta, str) and delta:
            self._pieces.append(delta)
            answer.add_text(delta)
        elif kind == "error":
            refuse(event)
        elif "choices" in event:
            refuse_chat()
        else:
            self._read(str(kind or ""), event, answer)

    def text_of(self, event: Any) -> str:
        match event:
            case {"type": "response.output_text.delta", "delta": str(text)} if "choices" not in event:
                return text
        return ""

    def _read(self, kind: str, event: Mapping[str, Any], answer: Answer) -> None:
        *_, what, state = ("", *kind.split("."))
        if event.get("object") == "response" or (not kind and "output" in event):
            self._end(event, "", answer)
        elif what == "response" or "response" in event:
            if state not in _RUNNING:
                self._end(as_dict(event.get("response")), state, answer)
        elif isinstance(raw := event.get("item"), dict):
            self._place = ()
            find = self._items.at if state == "done" else self._items.begin
            item = find(str(raw.get("type")), _ids(raw), event.get("output_index"))
            self._read_item(item, raw, answer, is_whole=state == "done")
        elif state in ("delta", "done"):
            self._read_part(what, event, answer, is_whole=state == "done")
        elif not kind or event.get("error"):
            raise_error(event)

    def _read_part(self, what: str, event: Mapping[str, Any], answer: Answer, *, is_whole: bool) -> None:
        inner = as_dict(event.get("part"))
        part = _part(str(inner.get("type", what)), event.get("content_index", event.get("summary_index")))
        if not part[0] or "mcp" in what:
            return
        item = self._items.at(_ITEM_OF[part[0]], _ids(event), event.get("output_index"))
        value = _value(part, inner or event) if is_whole else event.get("delta")
        self._add(item, part, value, answer, is_whole=is_whole)
        if part[0] == "text":
            self._place, self._pieces = _place(event), item.pieces[part]

    def _read_item(self, item: Item, raw: Mapping[str, Any], answer: Answer, *, is_whole: bool) -> None:
        if item.kind == "function_call" and not item.name and (name := as_text(raw.get("name"))):
            item.name = name
            answer.calls.add(CallPiece(item.number, as_text(raw.get("call_id") or raw.get("id")), name))
        if item.kind == "function_call":
            self._add(item, ("arguments", 0), raw.get("arguments"), answer, is_whole=True)
        elif is_whole:
            for part, value in _parts(raw):
                self._add(item, part, value, answer, is_whole=True)
        # A server that encrypts reasoning at the very end has an item without it before.
        if is_whole and "type" in raw and (item.whole is None or not item.whole.get("encrypted_content")):
            item.whole = raw
            answer.vendor["output"] = self._items.whole_items()

    def _add(self, item: Item, part: Part, value: Any, answer: Answer, *, is_whole: bool) -> None:
        if part[0] == "arguments":
            _add_arguments(item, part, value, answer, is_whole=is_whole)
            return
        if part[0] in ("summary", "reasoning") and any(kind != part[0] for kind, _ in item.pieces):
            return  # the same reasoning in its other form
        text = as_text(value)
        if is_whole:
            text = item.missing_text(part, text)
        else:
            item.pieces.setdefault(part, []).append(text)
        if text:
            self._pass_on(item, part, text, answer)

    def _pass_on(self, item: Item, part: Part, text: str, answer: Answer) -> None:
        if part[0] in ("text", "refusal"):
            add = answer.add_text if part[0] == "text" else answer.add_refusal
            add(text if self._last_text in (None, item) else _PARAGRAPH + text)
            self._last_text = item
        else:
            answer.add_reasoning(text if self._last_reasoning in (None, (item, part)) else _PARAGRAPH + text)
            self._last_reasoning = (item, part)

    def _end(self, response: Mapping[str, Any], state: str, answer: Answer) -> None:
        output = [raw for raw in as_list(response.get("output")) if isinstance(raw, dict)]
        items = self._items.match([(str(raw.get("type")), _ids(raw)) for raw in output])
        for item, raw in zip(items, output, strict=True):
            self._read_item(item, raw, answer, is_whole=True)
        answer.count(_usage(as_dict(response.get("usage"))))
        if has_content(error := response.get("error")):
            refuse({"error": error})
        status = as_text(response.get("status"))
        status = state if status in ("", *_RUNNING) else status
        reason = as_text(as_dict(response.get("incomplete_details")).get("reason"))
        answer.finish(reason if reason and status != "completed" else status)


def _add_arguments(item: Item, part: Part, value: Any, answer: Answer, *, is_whole: bool) -> None:
    came = "".join(item.pieces.get(part, ()))
    if is_whole and isinstance(value, str):
        # A whole that is something else than its pieces stands for them: some of them were lost.
        value = item.missing_text(part, value) if value.startswith(came) else as_object(value)
    elif isinstance(value, str):
        item.pieces.setdefault(part, []).append(value)
    if value:
        answer.calls.add(CallPiece(item.number, arguments=value))


def _parts(raw: Mapping[str, Any]) -> Iterator[tuple[Part, Any]]:
    prefix = {"message": "", "reasoning": "reasoning "}.get(str(raw.get("type")))
    for key in () if prefix is None else ("content", "summary"):
        for index, each in enumerate(as_list(raw.get(key))):
            part = _part(f"{prefix}{as_dict(each).get('type', 'text')}", index)
            if part[0]:
                yield part, _value(part, each) if isinstance(each, dict) else each


def _part(what: str, index: Any) -> Part:
    return next((kind for kind in _ITEM_OF if kind in what), ""), index if isinstance(index, int) else 0


def _value(part: Part, holder: Mapping[str, Any]) -> Any:
    return holder.get(part[0], holder.get("text"))


def _place(event: Mapping[str, Any]) -> tuple[Any, ...]:
    return event.get("item_id"), event.get("output_index"), event.get("content_index")


def _ids(holder: Mapping[str, Any]) -> set[str]:
    """An item is known by its own id, and a call by that of the call too."""
    return {value for key in ("id", "item_id", "call_id") if isinstance(value := holder.get(key), str) and value}


def _usage(usage: Mapping[str, Any]) -> Usage:
    given, made = as_dict(usage.get("input_tokens_details")), as_dict(usage.get("output_tokens_details"))
    return Usage(
        as_count(usage.get("input_tokens"), usage.get("prompt_tokens")),
        as_count(usage.get("output_tokens"), usage.get("completion_tokens")),
        as_count(given.get("cached_tokens")),
        as_count(made.get("reasoning_tokens")),
    )
