"""Two films made by hand in the whole schema, and how a model in the layers form would plan and say them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from orchestrator.run import lifecycle
from orchestrator.tools.scene_agent.layers_form import to_answer
from storyboard.colours import contrast
from storyboard.encoding import decode
from storyboard.formats import format_of
from storyboard.schema import Scene, Storyboard

NAMES = ("saas-launch", "app-demo")


def film(name: str) -> Storyboard:
    return decode((Path(__file__).parent / "films" / f"{name}.json").read_text())


def answer(scene: Scene) -> str:
    return json.dumps(to_answer(scene), ensure_ascii=False)


def plan_of(document: Storyboard) -> dict[str, Any]:
    scenes = [{"name": each.name, "brief": f"Show {each.name}.", "seconds": each.duration} for each in document.scenes]
    palette = "clean" if contrast(document.style.palette.bg, "#000000") > 10 else "night"  # as light, or as dark
    return {
        "format": format_of(document.canvas).name,
        "seconds": document.duration,
        "palette": palette,
        "scenes": scenes,
    }


@pytest.fixture
def layers(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model of every run writes whole scenes."""
    roles = replace(lifecycle.get_roles("scripted"), scene_form="layers")
    monkeypatch.setattr(lifecycle, "get_roles", lambda _: roles)
