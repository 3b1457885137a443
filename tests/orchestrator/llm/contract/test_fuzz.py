"""Whatever comes, the port raises nothing but errors of ours, and without the provider's own end there is none.

The same examples each time: a test that fails once fails always.
"""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .outcome import ask
from .scripted_server import sends, streams
from .transcripts import TRANSCRIPTS, Call, Thought, Words, frame
from .transcripts.chat import DONE

examples = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

PARTS = (
    Thought("The person wants a greeting.", "c2lnbmF0dXJl"),
    Words("Hi "),
    Words("you 🎬"),
    Call("set_title", '{"title": "Dawn"}', signature="c2ln"),
    Call("undo_change", "{}", "call_2"),
)
VALUES = {
    name: [
        json.loads(line[6:])
        for event in each.stream(*PARTS)
        for line in event.split(b"\n")
        if line.startswith(b"data: {")
    ]
    for name, each in TRANSCRIPTS.items()
}
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.just("stop")
    | st.just("\ud83c")
    | st.just("\0"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.sampled_from(["type", "text", "error"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture(autouse=True)
def only_once(monkeypatch):
    """Asking again would only play the same again."""
    monkeypatch.setattr("orchestrator.llm.http.retries.MAX_RETRIES", 0)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Each place in a JSON value."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for key, inner in below for each in paths(inner, (*path, key)))]


def mutated(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The same value with `new` in one place; a lack of it if `new` is `...`."""
    if not path:
        return {} if new is ... else new
    value = deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    if new is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = new
    return value


@examples
@given(data=st.data())
async def test_values_of_any_kind_in_any_place(server, connect, transcript, data):
    values = list(VALUES[transcript.name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(values) - 1))
        path = data.draw(st.sampled_from(paths(values[at])))
        values[at] = mutated(values[at], path, data.draw(ANY_JSON | st.just(...)))
    server.replies(streams(*[frame(json.dumps(value).encode()) for value in values]))

    await ask(connect())


@examples
@given(data=st.data())
async def test_events_in_any_order(server, connect, transcript, data):
    begun, ending = transcript.beginning(*PARTS), transcript.ending(*PARTS)
    pool = [*begun, *ending, DONE, transcript.error_event("oops"), b": comment\n\n", b"event: error\n\n"]
    chosen = data.draw(st.lists(st.integers(0, len(pool) - 1), max_size=20))
    server.replies(streams(*[pool[at] for at in chosen]))
    outcome = await ask(connect())

    if not any(len(begun) <= at <= len(begun) + len(ending) for at in chosen):
        assert outcome.error is not None


@examples
@given(data=st.data())
async def test_bytes_that_were_changed_lost_or_doubled(server, connect, transcript, data):
    stream = bytearray(b"".join(transcript.stream(*PARTS)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(stream) - 1))
        length = data.draw(st.integers(0, 40))
        stream[at : at + length] = data.draw(
            st.binary(max_size=4) | st.just(bytes(stream[at : at + length]) * 2) | st.just(b"")
        )
        stream = stream or bytearray(b"x")
    server.replies(streams(bytes(stream)))

    await ask(connect())


@examples
@given(body=st.binary(max_size=200), status=st.sampled_from([200, 201, 204, 400, 404, 429, 500]))
async def test_bodies_of_any_bytes(server, connect, transcript, body, status):
    server.replies(streams(body) if status == 200 else sends(body, status))

    assert (await ask(connect())).error is not None


@examples
@given(value=ANY_JSON, status=st.sampled_from([200, 400, 422, 500]))
async def test_bodies_of_any_json(server, connect, transcript, value, status):
    server.replies(sends(json.dumps(value).encode(), status))

    await ask(connect())
