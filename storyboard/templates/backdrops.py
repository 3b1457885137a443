"""What scenes stand before. Quiet enough for words, and never still."""

from storyboard.schema import Background


def aurora(look: int = 0) -> Background:
    """Soft lights of the accents, for scenes with few words."""
    lights = (("accent", "accent3", "accent2"), ("accent2", "accent", "accent3"), ("accent3", "accent2", "accent"))
    return Background(type="mesh", colors=("bg", *lights[look % 3]), drift=1, pattern="dots", vignette=0.4)


def dusk(look: int = 0) -> Background:
    """A light in one corner and its answer in the other, for scenes with many words."""
    lights = (("accent", "accent2"), ("accent3", "accent"), ("accent2", "accent3"))
    return Background(type="mesh", colors=("bg", *lights[look % 3]), drift=0.8, pattern="none", vignette=0.45)


def paper(look: int = 0) -> Background:
    """Quiet and drawn to scale, for figures."""
    colors = ("surface", "bg") if look % 2 else ("bg", "surface")
    return Background(type="linear", colors=colors, drift=0.5, pattern="grid", vignette=0.25)


def spot() -> Background:
    return Background(type="radial", colors=("surface", "bg"), drift=0.6, pattern="dots", vignette=0.35)


def blaze(look: int = 0) -> Background:
    """All colour: once or twice in a video."""
    colors = (("accent", "accent2"), ("accent2", "accent"), ("accent", "accent", "accent2"))
    return Background(type="linear", colors=colors[look % 3], drift=1, vignette=0.2)
