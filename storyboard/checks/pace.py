"""When something is seen, and for how long nothing moves."""

from collections.abc import Iterator

from storyboard.checks.layout import Layout
from storyboard.checks.motion import Animated, entrance_of, exit_span, settles_at
from storyboard.layers import Chart, Counter, Device, Icon, Image, Shape

FIRST = 0.6  # seconds, by which something is seen
STILL = 0.6  # of the scene
COUNTS = 1.4  # seconds that a number or a chart takes
LEAST_DRIFT = 0.5  # of a background that is seen to move


def empty_start(layout: Layout) -> Iterator[str]:
    at = min(FIRST, layout.scene.duration / 2)
    if not any(each.presence(at) != "absent" and each.rect(at).overlap_ratio(layout.canvas) for each in layout.layers):
        yield f"Nothing is seen in the first {at:g} s: let the first layer come in at 0 to 0.3 s."


def stands_still(layout: Layout) -> Iterator[str]:
    scene, reached, longest = layout.scene, 0.0, 0.0
    if scene.background.type != "solid" and abs(scene.background.drift) >= LEAST_DRIFT:
        return
    if len(scene.camera) > 1:
        longest, reached = scene.camera[0].t, scene.camera[-1].t
    for begins, ends in sorted(
        each for part in (*scene.layers, *scene.groups) for each in _moves(part, scene.duration)
    ):
        longest, reached = max(longest, begins - reached), max(reached, ends)
    longest = max(longest, scene.duration - reached)
    if longest > STILL * scene.duration:
        yield (
            f"Nothing moves for {longest:.1f} of {scene.duration:g} s: let layers come in one after the other, "
            "a keyframe move slowly on, or the background drift."
        )


def _moves(layer: Animated, duration: float) -> Iterator[tuple[float, float]]:
    """Start and end of each move, in seconds of the scene."""
    enter, leaves = entrance_of(layer), exit_span(layer, duration)
    begins = enter.at if enter else 0.0
    if enter:
        yield begins, settles_at(layer)
    if leaves:
        yield leaves
    for one, other in zip(layer.keyframes, layer.keyframes[1:], strict=False):
        if any(getattr(other, name) is not None for name in ("dx", "dy", "scale", "rotate", "opacity")):
            yield one.t, other.t
    if isinstance(layer, Counter | Chart):
        yield begins, begins + COUNTS
    if isinstance(layer, Shape | Icon) and layer.draw:
        starts = begins if layer.draw.at is None else layer.draw.at
        yield starts, starts + layer.draw.duration
    if isinstance(layer, Device) and layer.scroll:
        starts = begins if layer.scroll.at is None else layer.scroll.at
        yield starts, starts + layer.scroll.duration
    if (isinstance(layer, Image) and layer.ken_burns) or (layer.loop and layer.keyframes):
        yield 0.0, duration
