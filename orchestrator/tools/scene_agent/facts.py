"""What the scene agent is told of the video besides its scene."""

from typing import Any

from orchestrator.llm.scene_forms import SceneForm
from storyboard.formats import format_of
from storyboard.schema import Storyboard


def facts_of_video(form: SceneForm, document: Storyboard) -> dict[str, Any]:
    """Who places layers knows the size of the canvas, of each picture, and how the colours look."""
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
