"""What a request holds beside its conversation."""

import json
from dataclasses import replace

import pytest

from orchestrator.llm.interface import ChatMessage, Picture, ToolRequest

from .dialects import only
from .outcome import ask, asking, called
from .scripted_server import streams
from .transcripts import Words

DAWN = '{"title": "Dawn"}'


async def test_the_request_is_what_this_api_wants(sent, server, transcript):
    conversation = await sent(*called(ToolRequest("call_1", "set_title", DAWN)), max_output_tokens=99)
    request = server.requests[0]

    assert request.path == transcript.path
    assert set(conversation.tools) == {"set_title", "set_style", "undo_change"}
    assert (conversation.choice, conversation.limit) == ("auto", 99)
    assert [call[1:] for call in conversation.entries[1].calls] == [("set_title", {"title": "Dawn"})]
    assert "Hello" in conversation.entries[0].text


@only("anthropic", "google")
async def test_an_address_may_name_the_version_of_its_api_or_leave_it_out(server, connect, transcript):
    version = "/" + transcript.path.split("/")[1]
    server.replies(streams(*transcript.stream(Words("Hi"))))

    for base in ("", "/", version, version + "/"):
        assert (await ask(connect(server.url + base))).final_text == "Hi"
        assert server.requests[-1].path == transcript.path


async def test_pictures_go_as_bytes(sent, server):
    pictures = Picture("image/png", b"\x89PNG\r\n", "shot.png"), Picture("image/jpeg", b"\xff\xd8", "photo.jpg")
    conversation = await sent(ChatMessage("user", "Like these", pictures=pictures))

    assert conversation.entries[0].pictures == [(picture.media_type, picture.data) for picture in pictures]
    assert conversation.entries[0].text.startswith("Like these")
    assert "http" not in json.dumps(server.bodies[0])


async def test_pictures_without_words_go_too(sent):
    picture = Picture("image/png", b"\x89PNG\r\n", "shot.png")
    conversation = await sent(ChatMessage("user", "", pictures=(picture,)))

    assert conversation.entries[0].pictures == [("image/png", picture.data)]


@pytest.mark.parametrize("text", ["A \ud83c film", "A\0film"])
async def test_characters_that_no_server_takes_are_not_sent(sent, server, text):
    """None comes from a person or a model, but a tool may repeat what it was given."""
    conversation = await sent(ChatMessage("user", text))

    assert conversation.entries[0].text.startswith("A")
    assert "film" in conversation.entries[0].text
    server.requests[0].content.decode()


async def test_the_same_request_is_the_same_bytes(server, connect, transcript):
    """Providers keep the beginning of what they have read: it must not change from step to step."""
    server.replies(streams(*transcript.stream(Words("Hi"))))
    turns = called(ToolRequest("", "set_title", DAWN), ToolRequest("", "set_style", "{}"))
    for _ in range(2):
        await ask(connect(), asking(*turns))
    await ask(connect(), replace(asking(*turns, ChatMessage("assistant", "Done."), ChatMessage("user", "Go on."))))
    first, second, third = server.requests

    assert first.content == second.content
    begun = transcript.sent(first.body).entries
    assert transcript.sent(third.body).entries[: len(begun)] == begun
