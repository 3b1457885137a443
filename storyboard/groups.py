"""Layers that move as one."""

from storyboard.boxes import Box, Clip
from storyboard.motion import Enter, Exit, Keyframes
from storyboard.values import Flag, Id, Part


class Group(Part):
    """What names it as its `group` is moved, turned, scaled, faded and cut as one, and lies where the lowest of them lies.

    It turns around the middle of its `box`; without one, of its `clip`, else of the canvas. There are no groups in groups.
    """

    id: Id
    box: Box | None = None
    enter: Enter | None = None
    exit: Exit | None = None
    keyframes: Keyframes = ()
    loop: Flag = False
    clip: Clip | None = None
