"""`manage.py token` and `manage.py tail`."""

import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import redis

from instance.process import wait_until
from tests.child_process import child
from tests.instance import Instance


@contextmanager
def tailing(instance: Instance, output: Path, *options: str) -> Iterator[None]:
    command = [sys.executable, "manage.py", "tail", *options]
    with output.open("w") as file, child(command, env=instance.environment, stdout=file, stderr=file):
        yield


def test_a_token_speaks_for_its_user_until_the_password_changes(instance: Instance) -> None:
    bob = instance.make_user("bob")
    headers = {"Authorization": f"Bearer {instance.manage('token', bob.username).strip()}"}
    assert httpx.get(instance.url + "/api/projects/", headers=headers).status_code == 200
    instance.shell(
        "from django.contrib.auth.models import User\n"
        f"user = User.objects.get(username={bob.username!r}); user.set_password('another'); user.save(); answer = 1"
    )
    assert httpx.get(instance.url + "/api/projects/", headers=headers).status_code == 401


def test_a_token_may_be_named_and_allow_less(instance: Instance) -> None:
    carol = instance.make_user("carol")
    made = instance.manage("token", carol.username, "--name", "Export", "--read", "--days", "3").strip()
    read = httpx.get(instance.url + "/api/projects/", headers={"Authorization": f"Bearer {made}"})
    write = httpx.post(instance.url + "/api/projects/", headers={"Authorization": f"Bearer {made}"}, json={})
    assert (read.status_code, write.status_code, write.json()["code"]) == (200, 403, "forbidden")
    row = "from projects.models import AccessToken\ntoken = AccessToken.objects.get(name='Export')\n"
    assert instance.shell(f"{row}answer = (token.expires - token.created).days") in (2, 3)
    assert "has no project" in instance.manage("token", carol.username, "--project", str(uuid.uuid4()), check=False)


def test_a_token_for_nobody_is_refused(instance: Instance) -> None:
    assert "There is no active user called 'nobody'" in instance.manage("token", "nobody", check=False)


def test_tail_of_no_project_is_refused(instance: Instance) -> None:
    assert "There is no project" in instance.manage("tail", "nonsense", check=False)


async def test_tail_follows_a_project_and_resumes_after_a_cut(fragile: Instance, tmp_path: Path) -> None:
    """Valkey is killed in between, which begins a new log; every event of both is printed once, in order."""
    instance = fragile
    charlie = instance.make_user("charlie")
    project = await charlie.make_project("Tailed")
    output = tmp_path / "tail.log"

    async def ask(words: str) -> None:
        async with charlie.http() as client:
            body = {"request_id": words * 8 + "-0000-4000-8000-000000000000", "message": "Write a 9 word voice-over"}
            assert (await client.post(f"/api/projects/{project}/messages/", json=body)).status_code == 201

    await ask("1")
    with tailing(instance, output, project, "--json"):
        wait_until(lambda: output.read_text().count('"finalized"') == 1, 60, output.read_text)
        instance.kill("valkey-server")
        wait_until(lambda: valkey_answers(instance), 60)
        await ask("2")
        wait_until(lambda: output.read_text().count('"finalized"') == 2, 60, output.read_text)
    at: dict[str, int] = {}
    for frame in (json.loads(line) for line in output.read_text().splitlines() if line.startswith("{")):
        epoch, seq = frame["id"].split("-")
        before = int(seq) - frame.get("merged", 1)
        assert before == at.get(epoch, 0) or not at  # it begins with what is recent
        at[epoch] = int(seq)
    assert len(at) == 2


def valkey_answers(instance: Instance) -> bool:
    try:
        return bool(redis.Redis(unix_socket_path=str(instance.folder / "valkey.sock")).ping())
    except redis.RedisError:
        return False
