"""`manage.py up`: one command, one folder, nothing left behind."""

import asyncio
import os
import re
import secrets
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets import ConnectionClosed

from instance.ports import find_free_port
from instance.process import wait_until
from tests.fork_server import manage
from tests.instance import WEB, Instance, Person
from tests.orchestrator.llm.local_server import LocalServer, local_server
from tests.scripted_server import obliging

pytestmark = pytest.mark.site

LONG_KEY = secrets.token_urlsafe(50)


def refused_start(*command: str, **environment: str) -> str:
    """What a command says that does not start."""
    done = manage(*command, environment={**os.environ, **environment})
    assert done.returncode != 0
    return done.stderr


def children_of(instance: Instance) -> list[int]:
    return [instance.pid_of(part) for part in ("valkey-server", "worker", WEB)]


@dataclass
class Restarted:
    """An instance that was stopped and started again, and what was seen before."""

    instance: Instance
    model: LocalServer
    asked: int  # of the model, before
    output: str
    left: list[int]  # processes, between
    alice: Person
    project: str
    final: dict[str, Any]


@pytest.fixture(scope="module")
async def restarted(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Restarted]:
    """With a model of its own; the second time on the other web server. To start one takes seconds of a processor."""
    async with local_server(obliging) as model:
        folder = tmp_path_factory.mktemp("restarted")
        instance = Instance(folder, LLM_MODEL="chat:small", CHAT_BASE_URL=model.url)
        try:
            await asyncio.to_thread(instance.start)
            await asyncio.to_thread(wait_until, (folder / "checked-models.json").exists, 60, instance.read_output)
            alice = await asyncio.to_thread(instance.make_user, "alice")
            project = await alice.make_project("Kept")
            final = await answered(alice, project)
            output, pids = instance.read_output(), children_of(instance)
            await asyncio.to_thread(instance.stop)
            left = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
            instance.server = "daphne"
            await asyncio.to_thread(instance.start)
            yield Restarted(instance, model, len(model.exchanges), output, left, alice, project, final)
        finally:
            await asyncio.to_thread(instance.stop)


async def answered(person: Person, project: str) -> dict[str, Any]:
    """The last event of an answer."""
    async with person.socket(project) as tab:
        await tab.send(type="stream")
        await tab.initiate("Hello")
        return (await tab.until("finalized"))[-1]


async def test_both_stores_keep_what_they_have_over_a_restart(restarted: Restarted) -> None:
    assert restarted.left == [], "Ctrl-C left something running"
    alice, project, final = restarted.alice, restarted.project, restarted.final
    async with alice.socket(project) as tab:
        await tab.send(type="stream", last_event_id=final["id"])
        first_frame = await tab.receive()  # a log is not read on after a restart: its last second might be missing
        assert (first_frame["type"], first_frame["messages"][1]["content"]) == ("snapshot", final["content"])
    async with alice.http() as client:
        assert (await client.get(f"/api/projects/{project}/")).json()["messages"][1]["content"] == final["content"]


async def test_a_new_model_is_checked_once_without_holding_the_start_up(restarted: Restarted) -> None:
    assert "works  a scene" in restarted.output
    assert "works  a turn with tools" in restarted.output
    await answered(restarted.alice, await restarted.alice.make_project())
    assert "Checking" not in restarted.instance.read_output()
    assert len(restarted.model.exchanges) == restarted.asked + 2, "one call of a tool, and what was said after it"


async def test_the_other_web_server_serves_the_same_page_and_ends_in_order(restarted: Restarted) -> None:
    instance, alice = restarted.instance, restarted.alice
    assert "daphne" in Path(f"/proc/{instance.pid_of(WEB)}/cmdline").read_text()
    async with alice.socket(await alice.make_project()) as tab:
        await tab.send(type="stream")
        await tab.receive()
        await asyncio.to_thread(instance.terminate, WEB)
        with pytest.raises(ConnectionClosed) as closed:
            while True:  # a heartbeat may come before
                await tab.receive()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4000


def test_the_link_signs_the_demo_user_in_by_a_post_and_once(instance: Instance) -> None:
    link = instance.sign_in_url
    with httpx.Client() as browser:
        page = browser.get(link)
        assert "sessionid" not in browser.cookies, "a GET has signed in"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert press(browser, page).headers["location"] == "/"
        assert browser.get(instance.url + "/").status_code == 200
        assert browser.get(link).headers["location"] == "/", "who is signed in goes on"
    with httpx.Client() as thief:
        assert press(thief, thief.get(link)).status_code == 410
        assert "sessionid" not in thief.cookies
    assert instance.sign_in_url != link, "the next one is printed"
    with httpx.Client() as person:
        assert press(person, person.get(instance.sign_in_url)).headers["location"] == "/"
    assert httpx.get(instance.url + "/").headers["location"].startswith("/sign-in/")


def press(browser: httpx.Client, page: httpx.Response) -> httpx.Response:
    """The button of the page behind the link."""
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[0]
    return browser.post(page.url, data={"csrfmiddlewaretoken": token})


def test_a_link_that_was_tampered_with_signs_nobody_in(instance: Instance) -> None:
    with httpx.Client(follow_redirects=True) as browser:
        assert browser.get(instance.sign_in_url[:-3] + "xx/").url.path == "/sign-in/"


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} is in use" in refused_start("up", "--port", port, "--var", str(tmp_path))


def test_two_instances_never_share_a_folder(instance: Instance) -> None:
    output = refused_start("up", "--port", str(find_free_port()), "--var", str(instance.folder))
    assert "is running in" in output


def test_a_worker_without_valkey_says_how_to_start_it(tmp_path: Path) -> None:
    assert "does not answer: start it with `manage.py up`" in refused_start("worker", VAR_DIR=str(tmp_path))


def test_a_redis_url_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    output = refused_start("up", VAR_DIR=str(tmp_path), REDIS_URL=f"redis://127.0.0.1:{find_free_port()}")
    assert "correct REDIS_URL" in output


def test_a_missing_migration_is_said(valkey_server: str, tmp_path: Path) -> None:
    output = refused_start("worker", VAR_DIR=str(tmp_path), REDIS_URL=valkey_server)
    assert "run `manage.py migrate`" in output


@pytest.mark.parametrize(
    ("environment", "cure"),
    [
        ({"PRODUCTION": "true", "SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"PRODUCTION": "true", "SECRET_KEY": "x"}, "SECRET_KEY can be guessed"),
        ({"PRODUCTION": "true", "SECRET_KEY": "change-me-" * 8}, "SECRET_KEY can be guessed"),
        ({"PRODUCTION": "true", "SECRET_KEY": LONG_KEY, "REDIS_URL": "redis://cache:6379/0"}, "asks for no password"),
        ({"PRODUCTION": "true", "SECRET_KEY": LONG_KEY, "REDIS_URL": "rediss://:@cache"}, "asks for no password"),
        ({"PRODUCTION": "true", "SECRET_KEY": "x" * 60, "DEBUG": "true"}, "Turn DEBUG off"),
        ({"LLM_MODEL": "openai:gpt-5-mini"}, "OPENAI_API_KEY"),
        ({"LLM_MODEL": "nobody:knows"}, "LLM_MODEL"),
        ({"CORS_ALLOWED_ORIGINS": "*"}, "name each origin in full"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_says_what_to_do(environment: dict[str, str], cure: str) -> None:
    assert cure in refused_start("check", **environment)


@pytest.mark.parametrize("redis_url", ["", "redis://:secret@cache:6379/0", "unix:///run/valkey.sock"])
def test_a_safe_production_passes_djangos_own_check(tmp_path: Path, redis_url: str) -> None:
    environment = {"PRODUCTION": "true", "SECRET_KEY": LONG_KEY, "REDIS_URL": redis_url, "VAR_DIR": str(tmp_path)}
    check = ("check", "--deploy", "--fail-level", "WARNING")
    done = manage(*check, environment={**os.environ, **environment})
    assert done.returncode == 0, done.stderr


def test_nobody_else_can_read_what_an_instance_keeps(instance: Instance) -> None:
    logs_of_tests = set(instance.folder.glob("*.log"))
    paths = [instance.folder, *instance.folder.rglob("*")]
    ours = [path for path in paths if path not in logs_of_tests and not path.is_symlink()]
    assert len(ours) > 5
    assert [path for path in ours if path.exists() and path.stat().st_mode & 0o077] == []


def test_a_folder_that_others_can_look_into_is_warned_of(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert f"chmod 700 {tmp_path}" in refused_start("worker", VAR_DIR=str(tmp_path))


def test_the_demo_is_not_checked(instance: Instance) -> None:
    assert "Model: demo." in instance.read_output()
    assert "Checking" not in instance.read_output()
    assert not (instance.folder / "checked-models.json").exists()
