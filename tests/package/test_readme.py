"""Whoever follows the README of chatstream, with the wheel in an empty environment, has a chat that loses nothing."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.answers.adopter import Site
from tests.answers.new_project import TEXT, make_project
from tests.docs.pages import ROOT

pytestmark = [pytest.mark.package, pytest.mark.timeout(900)]

DJANGOS = {"5.2": "django~=5.2.0", "6.1": "django~=6.1.0"}


def pythons() -> Iterator[tuple[str, str]]:
    """Each Python that is here and is supported, with each Django that it may have."""
    for version in ("3.11", "3.12", "3.13", "3.14"):
        ours = sys.executable if version == f"{sys.version_info.major}.{sys.version_info.minor}" else None
        found = [*sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")), shutil.which(f"python{version}")]
        python = ours or next((str(each) for each in found if each), None)
        if python is not None:
            yield from ((python, django) for django in DJANGOS if (django, version) != ("6.1", "3.11"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT / "chatstream"], check=True
    )
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(params=pythons(), ids=lambda each: f"{Path(each[0]).name}-django-{each[1]}")
def environment(request: pytest.FixtureRequest, wheel: Path, tmp_path: Path) -> Path:
    """The Python of an empty environment with the wheel in it."""
    python, django = request.param
    folder = tmp_path / "environment"
    subprocess.run([python, "-m", "venv", folder], check=True)
    ours = folder / "bin/python"
    install = [ours, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:"]
    subprocess.run([*install, f"{wheel}[docket,uvicorn,client]", DJANGOS[django]], check=True)
    return ours


@pytest.fixture
def site(environment: Path, valkey_server: str, tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "project"
    folder.mkdir()
    make_project(ROOT / "chatstream/README.md", folder, str(environment), valkey_server)
    site = Site("mysite", valkey_server, {}, folder, str(environment))
    try:
        site.start()
        yield site
    finally:
        site.end()


async def test_its_answers_survive_a_kill_of_each_process_and_a_flush(site: Site) -> None:
    alice = await asyncio.to_thread(site.sign_in)
    answer = await alice.ask("Hello")
    async with asyncio.timeout(120):
        readers = [asyncio.create_task(alice.read(answer))]
        await alice.read(answer, until="word5 ")
        readers.append(asyncio.create_task(alice.read(answer)))
        await asyncio.to_thread(site.kill, site.worker)
        site.start_worker()
        await alice.read(answer, until="word10 ")
        site.valkey.flushall()
        await asyncio.to_thread(site.kill, site.web)
        await asyncio.to_thread(site.start_web)
        readers.append(asyncio.create_task(alice.read(answer)))
        messages = await asyncio.gather(*readers)
    assert [(message["content"], message["status"]) for message in messages] == [(TEXT, "success")] * 3


def test_the_typed_package_knows_no_other_room(environment: Path, tmp_path: Path) -> None:
    """What it imports is in its own dependencies."""
    script = """
import importlib, pkgutil
from django.conf import settings
settings.configure(CHATSTREAM={"REDIS_URL": "redis://127.0.0.1"}, INSTALLED_APPS=[
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.admin", "channels",
    "chatstream", "chatstream.chat"], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
import django
django.setup()
import chatstream
for module in pkgutil.walk_packages(chatstream.__path__, "chatstream."):
    importlib.import_module(module.name)
assert all(hasattr(chatstream, name) for name in chatstream.__all__)
"""
    subprocess.run([environment, "-c", script], check=True, cwd=tmp_path)
