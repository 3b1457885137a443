"""`manage.py export` and `manage.py forget`: a person takes what is theirs, and then nothing of it is left in any file."""

import asyncio
import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import redis
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from websockets import ConnectionClosed

from config.socket_path import socket_path
from tests.instance import Instance
from tests.wire.recording import record, snapshot

SECRET = "zanzibarmarigold"  # one word that nothing says by itself
LONG = f"write a 3000 word voice-over about {SECRET}"


def files_with(folder: Path, word: str) -> list[str]:
    """The files of an instance that hold the word, in whichever case."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and word.encode() in path.read_bytes().lower():
            found.append(str(path.relative_to(folder)))
    return found


async def test_nothing_of_a_forgotten_person_is_left_in_any_file(fragile: Instance) -> None:
    """In mid-answer too: the append-only file, the database and its write-ahead log are searched for their words and name."""
    instance = fragile
    alice, bob = instance.make_user(f"alice{SECRET}"), instance.make_user("bob")
    await record(alice, f"Make a 10 second video about {SECRET}")
    recording_of_bob = await record(bob, "write a 30 word voice-over about tea")
    project = await alice.make_project(SECRET)
    async with alice.socket(project) as tab:
        await tab.send(type="stream")
        await tab.initiate(LONG)
        await tab.until("delta")
        before = files_with(instance.folder, SECRET)
        assert any("appendonly" in name for name in before), before
        assert any("sqlite" in name for name in before), before
        output = await asyncio.to_thread(instance.manage, "forget", alice.username, "--yes")
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await tab.receive()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code in (4000, 4501, 4504)  # whoever comes back is not let in: see the end
    assert "append-only file is rewritten" in output
    assert "SQLite file is rewritten" in output
    assert files_with(instance.folder, SECRET) == []
    with redis.Redis(unix_socket_path=str(socket_path(instance.folder))) as store:
        assert not [key for key in store.scan_iter() if project.encode() in key]
    assert (await snapshot(bob, recording_of_bob.project_id))["messages"][1]["content"] == recording_of_bob.texts[0]
    async with alice.http() as client:
        assert (await client.get("/api/projects/")).status_code == 401


def test_who_may_not_rewrite_the_file_is_told_what_is_left_to_do(fragile: Instance) -> None:
    charlie = fragile.make_user("charlie")
    everything = {"enabled": True, "nopass": True, "keys": ["*"], "channels": ["*"], "commands": ["+@all"]}
    with redis.Redis(unix_socket_path=str(socket_path(fragile.folder))) as store:
        store.acl_setuser("default", **{**everything, "commands": ["+@all", "-bgrewriteaof"]})
        output = fragile.manage("forget", charlie.username, "--yes", check=False)
        store.acl_setuser("default", **everything)
    assert "run it as one who may, or grant it" in output


@pytest.fixture
def refused(valkey: redis.Redis, alice: User) -> Callable[..., str]:
    """What a command says that does nothing."""

    def run(*command: str) -> str:
        with pytest.raises(CommandError) as error:
            call_command(*command)
        assert User.objects.get() == alice
        return str(error.value)

    return run


def test_forget_asks_before_it_does_anything(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "alcie"

    monkeypatch.setattr("builtins.input", answer)
    assert refused("forget", "alice") == "Nothing was deleted."
    assert "deletes alice with 0 projects, 0 messages, 0 files, for good" in asked[0]
    monkeypatch.undo()
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert "say --yes" in refused("forget", "alice")


def test_a_name_or_a_file_that_cannot_be_meant_is_said(refused: Callable[..., str], tmp_path: Path) -> None:
    target = tmp_path / "there.zip"
    target.touch()
    assert refused("forget", "nobody", "--yes") == "There is no user called 'nobody'."
    assert refused("export", "nobody", "--to", str(tmp_path / "x.zip")) == "There is no user called 'nobody'."
    assert "exists already" in refused("export", "alice", "--to", str(target))
    assert "cannot be written" in refused("export", "alice", "--to", str(tmp_path / "nowhere" / "x.zip"))


async def test_export_writes_what_the_page_hands_out(instance: Instance, tmp_path: Path) -> None:
    alice = instance.make_user("alice")
    await record(alice, "write a 30 word voice-over about tea")
    target = tmp_path / "alice.zip"
    output = instance.manage("export", alice.username, "--to", str(target))
    assert f"Wrote {target}" in output
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    async with alice.http() as client:
        response = await client.get("/api/account/export/")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert "attachment" in response.headers["Content-Disposition"]
    by_command, by_page = zipfile.ZipFile(target), zipfile.ZipFile(io.BytesIO(response.content))
    assert by_command.namelist() == by_page.namelist()
    for name in by_command.namelist():
        if name != "account.json":  # it says when it was made
            assert by_command.read(name) == by_page.read(name)
    assert httpx.get(instance.url + "/api/account/export/").status_code == 401
