"""Pictures over HTTP: what comes in is looked at, what goes out can do nothing, and what is not yours is not there."""

import asyncio
import io
import uuid
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image

from projects.uploads import LARGEST
from tests.instance import Instance, Person
from tests.pictures import encoded, photograph, png, png_that_claims, slow_svg, svg
from tests.wire.recording import snapshot
from tests.wire.signed_in import Browser, signed_in
from tests.wire.web_server import WebServer

MISSING = str(uuid.uuid4())
HTML = b"<html><script>alert(document.cookie)</script></html>"


@pytest.fixture(scope="module")
async def project(alice: Person) -> str:
    return await alice.make_project()


@pytest.fixture(scope="module")
def browser(instance: Instance) -> Iterator[Browser]:
    with signed_in(instance) as browser:
        yield browser


async def upload(person: Person, project: str, data: bytes, name: str = "logo.png", **headers: str) -> httpx.Response:
    async with person.http() as client:
        path = f"/api/projects/{project}/assets/"
        return await client.post(path, params={"name": name}, content=data, headers=headers)


async def fetched(person: Person, path: str) -> httpx.Response:
    async with person.http() as client:
        return await client.get(path)


async def test_a_picture_is_kept_and_comes_back_under_its_address(alice: Person, project: str) -> None:
    sent = await upload(alice, project, encoded(photograph(640, 480)), "my photo.png")
    assert sent.status_code == 201
    row = sent.json()
    assert (row["name"], row["media_type"], row["width"], row["height"]) == ("my photo.png", "image/jpeg", 640, 480)
    assert row == (await fetched(alice, f"/api/projects/{project}/assets/")).json()["assets"][0]
    got = await fetched(alice, row["url"])
    assert Image.open(io.BytesIO(got.content)).size == (640, 480)
    assert len(got.content) == row["size"]


async def test_another_web_server_draws_too(alice: Person, uvicorn: WebServer, project: str) -> None:
    row = (await upload(uvicorn.seen_by(alice), project, svg('<rect width="9" height="9"/>'))).json()
    assert (row["media_type"], row["width"], row["height"]) == ("image/png", 1600, 800)
    assert (await fetched(alice, row["url"])).content.startswith(b"\x89PNG")


async def test_what_goes_out_can_do_nothing_in_a_browser(alice: Person, project: str) -> None:
    row = (await upload(alice, project, png() + HTML, "x.html", **{"Content-Type": "text/html"})).json()
    got = await fetched(alice, row["url"])
    assert b"script" not in got.content
    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Content-Disposition"] == "inline; filename*=UTF-8''x.html.png"
    assert got.headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("name", "stored_name", "sent"),
    [
        ("../../etc/passwd", "../../etc/passwd", "-..-etc-passwd.png"),
        ("invoice\u202egnp.exe", "invoicegnp.exe", "invoicegnp.exe.png"),
        ('a"; filename="evil.html', 'a"; filename="evil.html', "a%22%3B%20filename%3D%22evil.html.png"),
        ("a\r\nSet-Cookie: x=1\r\n\r\n", "aSet-Cookie: x=1", "aSet-Cookie%3A%20x%3D1.png"),
        ("x" * 5000, "x" * 200, "x" * 200 + ".png"),
        ("", "Untitled", "Untitled.png"),
        ("<b>Café ☕.png", "<b>Café ☕.png", "%3Cb%3ECaf%C3%A9%20%E2%98%95.png"),
    ],
    ids=["a path", "turned around", "quotes", "a header", "5000 characters", "none", "letters of all kinds"],
)
async def test_a_name_is_only_ever_a_name(alice: Person, project: str, name: str, stored_name: str, sent: str) -> None:
    row = (await upload(alice, project, png(8, 8), name)).json()
    assert row["name"] == stored_name
    got = await fetched(alice, row["url"])
    assert got.headers["Content-Disposition"] == f"inline; filename*=UTF-8''{sent}"
    assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (HTML, "PNG, JPEG"),
        (b"MZ" + bytes(500), "PNG, JPEG"),
        (b"%PDF-1.7\n", "PNG, JPEG"),
        (encoded(photograph(640, 480))[:3000], "damaged"),
        (png_that_claims(30_000, 30_000), "50 million pixels"),
        (svg("<image href='file:///etc/passwd'/>"), "elsewhere"),
        (svg("<text>Hello</text>"), "Convert its text"),
        (b"", "PNG, JPEG"),
    ],
    ids=[
        "HTML",
        "a program",
        "a PDF",
        "half a picture",
        "a bomb",
        "an SVG that fetches",
        "an SVG with words",
        "nothing",
    ],
)
async def test_what_is_no_picture_is_refused_in_words(alice: Person, project: str, data: bytes, word: str) -> None:
    refused = await upload(alice, project, data, **{"Content-Type": "image/png"})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert word in refused.json()["detail"]


async def test_pictures_that_take_long_do_not_hold_up_those_of_others(alice: Person, bob: Person, project: str) -> None:
    slow = [asyncio.create_task(upload(alice, project, slow_svg())) for _ in range(4)]
    assert (await upload(bob, await bob.make_project(), png())).status_code == 201
    assert not all(task.done() for task in slow)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)


@pytest.mark.parametrize("excess", [1, 5_000_000])
async def test_what_is_too_large_is_refused(alice: Person, project: str, excess: int) -> None:
    refused = await upload(alice, project, png() + bytes(LARGEST + excess - len(png())))
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert "10 MB" in refused.json()["detail"]


async def test_a_length_that_is_not_told_is_counted(alice: Person, project: str) -> None:
    async def pieces():
        for _ in range(11):
            yield bytes(1024 * 1024)

    async with alice.http() as client:
        refused = await client.post(f"/api/projects/{project}/assets/?name=x", content=pieces())
    assert refused.status_code == 413


def test_a_page_sends_it_with_its_token_and_a_form_is_refused(browser: Browser) -> None:
    path = f"/api/projects/{browser.make_project()}/assets/?name=x.png"
    assert browser.post(path, "image/png", content=png()).status_code == 201
    assert browser.client.post(path, content=png(), headers={"Content-Type": "image/png"}).status_code == 403
    form = browser.post(path, files={"file": ("x.png", png())})
    assert (form.status_code, form.json()["code"]) == (400, "invalid")


async def test_what_is_not_yours_is_not_there(alice: Person, bob: Person, project: str) -> None:
    row = (await upload(alice, project, png())).json()
    his = await bob.make_project()

    async def say_it_was_refused(*answers: httpx.Response) -> None:
        assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}

    await say_it_was_refused(await upload(bob, project, png()), await upload(bob, MISSING, png()))
    await say_it_was_refused(
        await fetched(bob, f"/api/projects/{project}/assets/"), await fetched(bob, f"/api/projects/{MISSING}/assets/")
    )
    await say_it_was_refused(
        await fetched(bob, f"/api/projects/{his}/assets/{row['id']}/"),
        await fetched(bob, f"/api/projects/{his}/assets/{MISSING}/"),
    )
    await say_it_was_refused(await fetched(bob, row["url"]), await fetched(bob, row["url"].replace(project, MISSING)))
    nobody = Person(alice.instance, "nobody", "no token")
    for answer in (await fetched(nobody, row["url"]), await upload(nobody, project, png())):
        assert answer.status_code == 401


async def test_a_message_carries_the_pictures_of_its_own_project(alice: Person, bob: Person, project: str) -> None:
    row = (await upload(alice, project, png(), "logo.png")).json()
    elsewhere = (await upload(bob, await bob.make_project(), png())).json()
    request = {"request_id": str(uuid.uuid4()), "message": "Here", "attachments": [row["id"]]}
    async with alice.http() as client, alice.socket(project) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")
        path = f"/api/projects/{project}/messages/"
        for foreign in (elsewhere["id"], MISSING):
            refused = await client.post(path, json={**request, "attachments": [row["id"], foreign]})
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
        many = await client.post(path, json={**request, "attachments": [row["id"]] * 9})
        assert (many.status_code, many.json()["code"]) == (400, "invalid")
        first = await client.post(path, json=request)
        again = await client.post(path, json=request)
        assert first.json() == again.json()
        say_it_was_refused = (await socket.until("message_created", role="user"))[-1]
        answer = (await socket.until("finalized"))[-1]
    rows = [{name: row[name] for name in ("id", "name", "width", "height", "url")}]
    assert say_it_was_refused["attachments"] == rows
    messages = (await snapshot(alice, project))["messages"]
    assert [message.get("attachments") for message in messages[-2:]] == [rows, None]
    assert answer["message_id"] == first.json()["assistant_message_id"]
