"""A refusal that names something in our body is not repeated: the next body does without it, or does it otherwise.

`adaptations.jsonl` has what servers are known to answer, and the same in other words: `sent` names the body that is refused (see
sent_bodies.py), `expected` the options that change, of a set what is new in it; null: nothing changes.
"""

import json
from pathlib import Path

import pytest

from orchestrator.llm.adaptations import adapt
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal
from tests.orchestrator.llm.sent_bodies import BODIES, sent

ROWS = [json.loads(line) for line in (Path(__file__).parent / "adaptations.jsonl").read_text().splitlines()]
SUBJECTS = sorted({row["about"] for row in ROWS})


def refusal(status, body) -> Refusal:
    return Refusal(status, body if isinstance(body, str) else json.dumps(body))


def options(**values) -> Options:
    return Options(**{key: frozenset(value) if isinstance(value, list) else value for key, value in values.items()})


def changes(before: Options, after: Options | None) -> dict | None:
    if after is None:
        return None
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in Options.__slots__}
    return {
        name: sorted(new - old) if isinstance(new, frozenset) else new
        for name, (old, new) in pairs.items()
        if old != new
    }


def rows_about(subject: str) -> list[dict]:
    return [row for row in ROWS if row["about"] == subject]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_refused_is_avoided(subject):
    for row in rows_about(subject):
        body, dialect = sent(row["sent"], row.get("changes"))
        before = options(**row.get("options", {}))

        adapted = adapt(refusal(row["status"], row["body"]), body, before, dialect)

        assert changes(before, adapted) == row["expected"], row


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_refusal_that_stays_the_same_ends_in_no_more_changes(subject):
    for row in rows_about(subject):
        body, dialect = sent(row["sent"], row.get("changes"))
        adapted, steps = options(**row.get("options", {})), []
        while adapted is not None:
            assert adapted not in steps, row
            assert len(steps) < 12, row
            steps.append(adapted)
            adapted = adapt(refusal(row["status"], row["body"]), body, adapted, dialect)


ESSENTIAL = {
    "chat": ("model", "messages", "tools", "messages.content", "messages.role", "tools.function.parameters"),
    "responses": ("model", "input", "tools", "tools.parameters"),
    "anthropic": ("model", "messages", "max_tokens", "tools", "tools.input_schema"),
    "google": ("contents", "tools", "generationConfig", "contents.parts"),
}


@pytest.mark.parametrize(("dialect", "path"), [(d, path) for d, paths in ESSENTIAL.items() for path in paths])
def test_what_gives_a_request_its_meaning_is_never_dropped(dialect, path):
    words = refusal(400, {"error": {"message": f"Unsupported parameter: '{path}' is unknown", "param": path}})

    adapted = adapt(words, BODIES[dialect], Options(), dialect)

    assert adapted is None or not {path, path.partition(".")[0]} & adapted.dropped


def test_two_names_of_the_limit_refused_leave_none():
    adapted = Options()
    for name in ("max_completion_tokens", "max_tokens"):
        body, _ = sent("chat", {"max_completion_tokens": None, name: 4096})
        adapted = adapt(refusal(400, f"Unknown field {name}"), body, adapted, "chat")

    assert adapted.limit_field == ""


def test_a_limit_that_one_prompt_leaves_is_not_stored_and_that_of_a_model_is():
    of_the_prompt = (
        "maximum context length is 8192 tokens, you requested 9011 (4915 in the messages, 4096 in the completion)"
    )
    of_the_model = "max_completion_tokens must be <= 2048"

    passing, lasting = (
        adapt(refusal(400, words), BODIES["chat"], Options(), "chat") for words in (of_the_prompt, of_the_model)
    )

    assert (passing.output_limit, passing.to_json()) == (3213, {})
    assert (lasting.output_limit, lasting.to_json()) == (2048, {"output_limit": 2048})


def test_an_effort_that_was_refused_is_not_tried_again():
    adapted = Options(effort="none")
    for effort, offered in (("none", "low"), ("low", "none")):
        words = f"reasoning_effort '{effort}' is not supported. Supported values are: '{offered}'"
        body, _ = sent("chat", {"reasoning_effort": effort})
        adapted = adapt(refusal(400, words), body, adapted, "chat")

    assert adapted.effort == ""
    assert "reasoning_effort" in adapted.dropped


def test_a_role_that_was_refused_is_not_tried_again():
    adapted = Options()
    for role, offered in (("system", "developer"), ("developer", "system")):
        words = f"Role '{role}' is not supported, use '{offered}' instead"
        adapted = adapt(refusal(400, words), BODIES["chat"], adapted, "chat")

    assert adapted.system == "user"


@pytest.mark.parametrize("status", [401, 402, 403, 429])
def test_a_key_credit_and_busy_teach_nothing(status):
    words = refusal(
        status, {"error": {"message": "Unsupported parameter: 'stream_options'", "param": "stream_options"}}
    )

    assert adapt(words, BODIES["chat"], Options(), "chat") is None
