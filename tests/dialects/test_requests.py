"""What clients of other front ends send, in the forms that their versions and gateways give it."""

import json
from typing import Any

import pytest
from django.http import HttpResponse

from chatstream.dialects.requests import last_question, message_text, refuse_by
from chatstream.wire.errors import RequestRefused


@pytest.mark.parametrize(
    "content",
    [
        "Hello",
        {"type": "text", "text": "Hello"},
        ["Hel", "lo"],
        [
            {"type": "input_text", "text": "Hel"},
            {"type": "image_url", "image_url": {}},
            {"text": "lo"},
            {"text": {}},
            7,
        ],
    ],
)
def test_a_text_may_be_a_part_or_a_list_of_parts(content: Any) -> None:
    assert message_text(content) == "Hello"
    assert last_question([{"role": "user", "content": content}, {"role": "assistant", "content": "Hi"}]) == "Hello"


@pytest.mark.parametrize("content", [None, 7, {}, [], " ", [{"type": "file"}]])
def test_what_has_no_text_is_refused(content: Any) -> None:
    with pytest.raises(RequestRefused) as refused:
        message_text(content)
    assert refused.value.code == "invalid"


@pytest.mark.parametrize(
    "messages", [None, 7, "Hello", {"role": "user"}, [7], [{"role": "assistant", "content": "Hi"}]]
)
def test_messages_without_one_of_a_user_are_refused(messages: Any) -> None:
    with pytest.raises(RequestRefused, match="no message of a user"):
        last_question(messages)


async def test_a_refusal_says_when_to_come_back_in_every_dialect() -> None:
    async def view(request: Any, user: Any) -> HttpResponse:
        raise RequestRefused("unavailable", "The server ends.", retry_after=3)

    response = await refuse_by(lambda refused: HttpResponse(json.dumps(refused.detail), status=503))(view)(None, None)

    assert (response.status_code, response["Retry-After"]) == (503, "3")
