"""The Responses API: events as a server sends them, for the tests of this API and for those of all."""

from typing import Any

from orchestrator.llm.interface import AnswerForm

ARGUMENTS = '{"title": "Dawn"}'
USAGE = {
    "input_tokens": 11,
    "input_tokens_details": {"cached_tokens": 3},
    "output_tokens": 7,
    "output_tokens_details": {"reasoning_tokens": 2},
}
FORM = AnswerForm(
    "scene", "One scene.", {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
)


def message(text: str = "Hello", id: str = "msg_1", **more: Any) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"id": id, "type": "message", "role": "assistant", "status": "completed", "content": content, **more}


def function_call(id: str = "fc_1", call_id: str = "call_1", arguments: str = ARGUMENTS) -> dict[str, Any]:
    return {
        "id": id,
        "type": "function_call",
        "status": "completed",
        "call_id": call_id,
        "name": "set_title",
        "arguments": arguments,
    }


def reasoning(id: str = "rs_1", text: str = "Hmm.", **more: Any) -> dict[str, Any]:
    summary = [{"type": "summary_text", "text": text}] if text else []
    return {"id": id, "type": "reasoning", "summary": summary, "encrypted_content": "gAAA", **more}


def event(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": f"response.{kind}", "sequence_number": 1, **fields}


def added(index: int | None, item: dict[str, Any]) -> dict[str, Any]:
    empty = {
        "message": {"content": []},
        "function_call": {"arguments": ""},
        "reasoning": {"summary": [], "encrypted_content": "part"},
    }
    return event("output_item.added", output_index=index, item={**item, **empty[item["type"]]})


def done(index: int | None, item: dict[str, Any]) -> dict[str, Any]:
    return event("output_item.done", output_index=index, item=item)


def delta(kind: str, piece: Any, index: int | None = 0, id: str | None = "msg_1", **more: Any) -> dict[str, Any]:
    return event(f"{kind}.delta", delta=piece, output_index=index, item_id=id, **more)


def completed(*output: dict[str, Any], status: str = "completed", **more: Any) -> dict[str, Any]:
    return event(
        status, response={"object": "response", "status": status, "output": list(output), "usage": USAGE, **more}
    )


def words(*pieces: str, id: str = "msg_1", index: int = 0) -> list[dict[str, Any]]:
    return [
        added(index, message(id=id)),
        *(delta("output_text", piece, index, id, content_index=0) for piece in pieces),
        event("output_text.done", text="".join(pieces), output_index=index, item_id=id, content_index=0),
        done(index, message("".join(pieces), id)),
    ]


CALLED = [
    added(0, reasoning()),
    delta("reasoning_summary_text", "Hmm.", 0, "rs_1", summary_index=0),
    done(0, reasoning()),
    added(1, function_call()),
    delta("function_call_arguments", ARGUMENTS[:7], 1, "fc_1"),
    delta("function_call_arguments", ARGUMENTS[7:], 1, "fc_1"),
    event("function_call_arguments.done", arguments=ARGUMENTS, output_index=1, item_id="fc_1"),
    done(1, function_call()),
    completed(reasoning(), function_call()),
]
