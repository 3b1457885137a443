"""Change the format of the whole video, and its frames per second."""

from storyboard.changes import OperationRefused, with_changes
from storyboard.formats import FORMATS, canvas_of, format_of
from storyboard.relayout import with_format
from storyboard.schema import Storyboard


def set_format(document: Storyboard, name: str) -> Storyboard:
    """Lay out all scenes anew."""
    if name not in FORMATS:
        raise OperationRefused(f"There is no format “{name}”; there are {', '.join(FORMATS)}.")
    before, after = format_of(document.canvas), FORMATS[name]
    if before == after:
        return document
    scenes = tuple(with_format(scene, before, after) for scene in document.scenes)
    return with_changes(document, canvas=canvas_of(name, document.canvas.fps), scenes=scenes)


def set_fps(document: Storyboard, fps: int) -> Storyboard:
    """Set the frames per second, 24 to 60."""
    return with_changes(document, canvas=with_changes(document.canvas, fps=fps))
