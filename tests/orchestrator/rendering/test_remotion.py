"""Remotion is opt-in: nothing of it is here until someone accepts its licence, and then it keeps the same contract."""

import json
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from orchestrator.rendering.remotion import installation
from orchestrator.rendering.renderer import Composition, Done, Job, Progress
from orchestrator.rendering.renderer_process import run_renderer
from orchestrator.rendering.renderers import find_chromium, unavailable
from storyboard.compose import draft
from storyboard.encoding import encode
from storyboard.renderer_files import STATIC
from tests.browser.film_form import check_form
from tests.orchestrator.rendering.conftest import SCENES

INSTALLED = Path(os.environ.get("REMOTION_DIR", settings.BASE_DIR / "var" / "remotion"))


def test_nothing_is_installed_before_its_licence_is_accepted(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(CommandError, match="Nothing was installed"):
        call_command("install_remotion")
    assert "https://remotion.dev/license" in capsys.readouterr().out
    assert not installation.folder().exists()


def test_a_worker_without_it_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RENDER_LANE", "remotion")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert unavailable() == "Remotion is not installed on this worker (run manage.py install_remotion)."


@pytest.fixture
def remotion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "folder", lambda: INSTALLED)
    if why := installation.missing() or (None if find_chromium() else "there is no Chromium"):
        pytest.skip(f"REMOTION WAS NOT TRIED (looked in {INSTALLED}, else set REMOTION_DIR): {why}")


async def test_remotion_keeps_the_contract(remotion: None, tmp_path: Path) -> None:
    document = draft(format="square", palette="ocean", seconds=1, scenes=SCENES[:1])
    out = tmp_path / "video.mp4"
    job_fields = {
        "document": json.loads(encode(document)),
        "width": 1080,
        "height": 1080,
        "assets": {},
        "static": STATIC,
    }
    job = Job(**job_fields, out=out, chromium=find_chromium())
    (tmp_path / "job.json").write_text(job.model_dump_json())
    first, *middle, last = [event async for event in run_renderer(installation.command(), tmp_path / "job.json")]
    assert first == Composition(width=1080, height=1080, fps=30, frames=30)
    assert middle[-1] == Progress(frame=30, frames=30)
    assert last == Done(bytes=out.stat().st_size)
    check_form(out, width=1080, height=1080, frames=30)
