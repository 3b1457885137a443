"""The site of deploy/ behind the real proxy: it serves, Django finds nothing unsafe in it, and no kill costs a word."""

import os
import shlex
import uuid
from collections.abc import Iterator

import httpx
import pytest
import yaml

from instance.web_servers import UVICORN, web_command
from tests.chat import until
from tests.operations.deployment import DEPLOY, HOST, Deployment

LONG = "write a 300 word voice-over about tea"


def flags(command: str) -> set[str]:
    return {word for word in shlex.split(command.replace("\\\n", " ")) if word.startswith("--")}


def test_compose_and_systemd_start_a_web_server_with_the_options_of_up() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yml").read_text())["services"]["web-1"]["command"]
    unit = (DEPLOY / "systemd/chat-web@.service").read_text().split("ExecStart=", 1)[1].split("\nRestart", 1)[0]
    assert flags(compose) == flags(unit) == flags(shlex.join(web_command(UVICORN, "127.0.0.1", 8000)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with Deployment(tmp_path_factory.mktemp("deployment"), os.environ["TEST_DATABASE_URL"]) as running:
        yield running


@pytest.fixture(scope="module")
def token(site: Deployment) -> str:
    code = "from django.contrib.auth.models import User; User.objects.create_user('alice')"
    site.manage("shell", "--no-imports", "-c", code)
    return site.manage("token", "alice").split()[-1]


async def make_project(site: Deployment, token: str) -> str:
    async with site.client(token) as client:
        return (await client.post("/api/projects/", json={"title": "Tea"})).json()["id"]


@pytest.mark.deployment
async def test_plain_http_is_sent_to_https_and_the_site_is_ready(site: Deployment) -> None:
    async with site.client() as client:

        async def is_ready() -> bool:  # either web server says so for itself
            return bool((await client.get("/readyz")).json()["ready"])

        await until(is_ready)
        page = await client.get("/sign-in/")
    assert page.status_code == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    moved = httpx.get(f"http://127.0.0.1:{site.http_port}/sign-in/", headers={"Host": HOST})
    assert (moved.status_code, moved.headers["Location"]) == (308, f"https://{HOST}/sign-in/")


@pytest.mark.deployment
def test_django_finds_nothing_unsafe_in_it(site: Deployment) -> None:
    assert "no issues" in site.manage("check", "--deploy", "--fail-level", "WARNING")


@pytest.mark.deployment
async def test_an_event_stream_is_not_held_back_by_the_proxy(site: Deployment, token: str) -> None:
    project = await make_project(site, token)
    async with site.socket(token, project) as tab, site.client(token) as client:
        await tab.send(type="stream")
        initiated = await tab.initiate(LONG)
        seen = []
        async with client.stream("GET", f"/api/projects/{project}/events/", timeout=60) as response:
            async for line in response.aiter_lines():
                seen.append(line)
                if "delta" in line:
                    break
        answer = (await client.get(f"/api/messages/{initiated['assistant_message_id']}/")).json()
    assert answer["status"] == "running", "words came before the end"


@pytest.mark.deployment
async def test_a_picture_of_more_than_a_megabyte_passes(site: Deployment, token: str) -> None:
    project = await make_project(site, token)
    async with site.client(token) as client:
        refused = await client.post(f"/api/projects/{project}/assets/", files={"file": ("a.png", b"x" * 2_000_000)})
    assert refused.status_code == 400, "the proxy lets it through; the site says that it is no picture"


@pytest.mark.deployment
async def test_an_answer_outlives_a_web_server_and_a_worker(site: Deployment, token: str) -> None:
    project = await make_project(site, token)
    text, last, answer_id = "", None, ""
    for part in ("web-1", "worker-1", None):
        async with site.socket(token, project) as tab:
            await tab.send(type="stream", **({"last_event_id": last} if last else {}))
            if not answer_id:
                answer_id = (await tab.initiate(LONG, str(uuid.uuid4())))["assistant_message_id"]
            if part is not None:
                text, last = await read_some(tab, text, last)
                site.kill(part)
                continue
            text, last = await read_to_the_end(tab, text, last)
    async with site.client(token) as client:
        stored = (await client.get(f"/api/messages/{answer_id}/")).json()
    assert (stored["status"], stored["content"]) == ("success", text)


async def read_some(tab, text: str, last: str | None) -> tuple[str, str]:
    """Until some words have come."""
    begun = len(text)
    while len(text) < begun + 60:
        text, last = fold(await tab.receive(), text, last)
    assert last is not None
    return text, last


async def read_to_the_end(tab, text: str, last: str | None) -> tuple[str, str | None]:
    while True:
        frame = await tab.receive(60)
        text, last = fold(frame, text, last)
        if frame["type"] == "finalized":
            return text, last


def fold(frame: dict, text: str, last: str | None) -> tuple[str, str | None]:
    if frame["type"] == "delta":
        text += frame["content"]
    elif frame["type"] == "status" and frame["status"] == "restarted":
        text = frame["content"]
    return text, frame.get("id", last) if frame["type"] != "snapshot" else last
