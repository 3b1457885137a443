"""Over HTTP a bad request is refused with the same words as over a socket, and with its status."""

import uuid
from collections.abc import Iterator

import httpx
import pytest

from tests.instance import Instance, Person
from tests.wire.recording import snapshot
from tests.wire.signed_in import Browser, signed_in
from tests.wire.test_bad_frames import BAD_FRAMES

OF_A_BODY = {
    name: case
    for name, case in BAD_FRAMES.items()
    if ('"initiate"' in str(case[0]) or "JSON" in case[2]) and case[2] != "binary"  # every body is binary
}
HELLO = f'{{"request_id": "{uuid.uuid4()}", "message": "Hello"}}'
STATUS = {"invalid": 400, "too_large": 413, "not_found": 404}


@pytest.fixture(scope="module")
async def project(alice: Person) -> str:
    return await alice.make_project()


@pytest.fixture(scope="module")
def browser(instance: Instance) -> Iterator[Browser]:
    with signed_in(instance) as browser:
        yield browser


async def post(person: Person, path: str, body: str | bytes) -> httpx.Response:
    async with person.http() as client:
        return await client.post(path, content=body, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("name", OF_A_BODY)
async def test_a_bad_body_is_refused_as_the_frame_is(alice: Person, project: str, name: str) -> None:
    sent, code, detail, _ = OF_A_BODY[name]
    async with alice.socket(project) as socket:
        await socket.connection.send(sent)
        over_socket = await socket.receive()
    over_http = await post(alice, f"/api/projects/{project}/messages/", sent)
    assert over_http.status_code == STATUS[code]
    assert over_http.json()["code"] == over_socket["code"]
    assert over_http.json().get("request_id") == over_socket.get("request_id")
    assert detail in over_http.json()["detail"]
    assert (await snapshot(alice, project))["messages"] == []


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"\xef\xbb\xbf" + HELLO.encode(), HELLO.encode("utf-16"), HELLO.encode().replace(b"H", b"\xff")],
    ids=["no text", "a byte order mark", "another encoding", "a broken letter"],
)
async def test_bytes_that_are_no_utf_8_are_refused(alice: Person, project: str, body: bytes) -> None:
    response = await post(alice, f"/api/projects/{project}/messages/", body)
    assert (response.status_code, response.json()["detail"]) == (400, "This is not a JSON object.")


async def test_a_body_of_megabytes_is_refused_as_too_large(alice: Person, project: str) -> None:
    response = await post(alice, f"/api/projects/{project}/messages/", b" " * 3_000_000)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", ""])
async def test_json_is_json_whatever_it_calls_itself(browser: Browser, content_type: str) -> None:
    path = f"/api/projects/{browser.make_project()}/messages/"
    assert browser.post(path, content=HELLO, content_type=content_type).status_code == 201


async def test_a_form_is_refused(browser: Browser) -> None:
    """The check against forged requests has read it before the door does."""
    path = f"/api/projects/{browser.make_project()}/messages/"
    response = browser.post(path, files={"message": "Hello"})
    assert (response.status_code, response.json()["code"]) == (400, "invalid")


async def test_what_another_front_end_should_not_send_is_refused_for_good(alice: Person, project: str) -> None:
    question = '{"role": "user", "content": "Hello"}'
    bodies = {
        '{"messages": 5}': "no message of a user",
        "[" * 60_000: "JSON",
        '{"messages": [{"role": "user", "content": "\\ud83d"}]}': "surrogate",
        '{"messages": [{"role": "user", "content": "a\\u0000b"}]}': "NUL",
        f'{{"model": "\\ud83d", "messages": [{question}]}}': "surrogate",
    }
    async with alice.http() as client:
        for body, word in bodies.items():
            headers = {"X-Chatstream-Stream": project}
            refused = await client.post("/api/openai/v1/chat/completions", content=body, headers=headers)
            assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_request_error")
            assert word in refused.json()["error"]["message"]
        response = f"/api/openai/v1/responses/resp_{uuid.uuid4()}_{project}"
        assert (await client.get(f"{response}?stream=true&starting_after={'9' * 5_000}")).status_code == 400
    assert (await snapshot(alice, project))["messages"] == []


async def test_a_page_of_the_ai_sdk_shows_the_sentence_alone(alice: Person) -> None:
    message = {"id": "1", "role": "user", "parts": [{"type": "text", "text": "Hello"}]}
    async with alice.http() as client:
        refused = await client.post("/api/ai-sdk/v6/chat", json={"id": str(uuid.uuid4()), "messages": [message]})
    assert (refused.status_code, refused.text) == (404, "There is no such project.")


@pytest.mark.parametrize("path", ["/api/projects/{}/", "/api/projects/{}/events/", "/api/projects/{}/messages/"])
@pytest.mark.parametrize("project_id", ["1", "no-id", "00000000-0000-0000-0000-000000000000", "%00", "%2e%2e"])
async def test_there_is_no_such_project(alice: Person, path: str, project_id: str) -> None:
    async with alice.http() as client:
        response = await client.get(path.format(project_id))
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


@pytest.mark.parametrize("verb", ["stop", "retry"])
@pytest.mark.parametrize("message_id", ["1", "no-id", "00000000-0000-0000-0000-000000000000"])
async def test_there_is_no_such_message(alice: Person, verb: str, message_id: str) -> None:
    response = await post(alice, f"/api/messages/{message_id}/{verb}/", f'{{"request_id": "{uuid.uuid4()}"}}')
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


async def test_a_position_without_end_is_refused(alice: Person, project: str) -> None:
    async with alice.http() as client:
        response = await client.get(f"/api/projects/{project}/events/?last_event_id={'9' * 65}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/messages/{}/stop/"),
        ("GET", "/api/messages/{}/retry/"),
        ("PUT", "/api/projects/{}/messages/"),
        ("POST", "/api/projects/{}/events/"),
        ("POST", "/api/projects/{}/"),
        ("PUT", "/api/projects/{}/"),
    ],
)
async def test_a_verb_that_is_not_meant_is_refused(alice: Person, method: str, path: str) -> None:
    async with alice.http() as client:
        response = await client.request(method, path.format(uuid.uuid4()))
    assert response.status_code == 405
    assert response.headers["Allow"]


async def test_a_cookie_alone_may_not_write(browser: Browser) -> None:
    project = browser.make_project()
    body = {"request_id": str(uuid.uuid4()), "message": "Hello"}
    response = browser.client.post(f"/api/projects/{project}/messages/", json=body)
    assert response.status_code == 403
    assert browser.client.get(f"/api/projects/{project}/").json()["messages"] == []


@pytest.mark.parametrize("header", ["Bearer made-up", "Bearer", "bearer x:y:z", "Basic YWxpY2U6YWxpY2U="])
async def test_a_made_up_token_is_nobody(instance: Instance, project: str, header: str) -> None:
    async with httpx.AsyncClient(base_url=instance.url, headers={"Authorization": header}) as client:
        response = await client.get(f"/api/projects/{project}/")
    assert response.status_code == 401
    assert response.json()["code"] == "not_signed_in"
