"""The facts of the video in the scene agent's request, beside its scene."""

from typing import Any

from orchestrator.llm.scene_forms import SceneForm
from storyboard.formats import format_of
from storyboard.schema import Storyboard


def facts_of_video(form: SceneForm, document: Storyboard) -> dict[str, Any]:
    """With the form `layers` also the sizes of canvas and pictures, and the palette's values."""
    pictures = document.assets.items()
    if form == "template":
        return {
            "format": format_of(document.canvas).name,
            "pictures": {name: asset.alt for name, asset in pictures},
        }
    return {
        "format": format_of(document.canvas).name,
        "canvas": f"{document.canvas.width} x {document.canvas.height}",
        "palette": document.style.palette.model_dump(),
        "pictures": {name: f"{asset.alt} ({asset.width} x {asset.height})" for name, asset in pictures},
    }
