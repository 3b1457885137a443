"""A project with a video of two scenes, and a renderer that behaves as a test wants it to."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from instance.process import wait_until
from orchestrator.rendering.renderers import RENDERERS, Renderer
from projects import revisions
from projects.models import Project
from storyboard.compose import SceneBrief, draft
from tests.orchestrator.rendering.left_over import folders, processes

FAKE = Path(__file__).with_name("fake_renderer.py")
SCENES = [
    SceneBrief("Opening", "title", {"headline": "Morning Beans"}),
    SceneBrief("CTA", "call_to_action", {"headline": "Come in", "button": "Find us"}),
]

Behave = Callable[[str], None]


@pytest.fixture
def film_project(project: Project) -> Project:
    document = draft(format="landscape", palette="warm", seconds=2, scenes=SCENES)
    revisions.commit(project.pk, document, cause="tool")
    return project


@pytest.fixture
def behave(monkeypatch: pytest.MonkeyPatch) -> Iterator[Behave]:
    """`behave(manner)`: workers render with the fake renderer, in this manner. Afterwards nothing of it may be left."""

    def behave(manner: str) -> None:
        command = [sys.executable, "-S", str(FAKE), manner]
        monkeypatch.setitem(RENDERERS, "fake", Renderer(lambda: command, lambda: None))
        monkeypatch.setattr(settings, "RENDER_LANE", "fake")

    yield behave
    # A process that was killed dies, and a thread removes the folder, a moment later.
    wait_until(lambda: not processes(settings.VAR_DIR) and not folders(settings.VAR_DIR))
