"""Pictures that were uploaded."""

from storyboard.layers import Image
from storyboard.motion import Enter
from storyboard.templates.layout_context import LayoutContext, Place

WANDER = 0.16  # of a picture: how far it is moved through


def picture(
    layout: LayoutContext, asset_id: str, place: Place, *, radius: float = 0, enter: Enter | None = None
) -> Image:
    return Image(
        type="image",
        id="picture",
        asset_id=asset_id,
        box=layout.box(*place),
        ken_burns=WANDER,
        radius=radius,
        enter=enter,
    )


def logo(layout: LayoutContext, asset_id: str, place: Place, enter: Enter) -> Image:
    """Nothing of it is cut off, and it stands still."""
    return Image(type="image", id="logo", asset_id=asset_id, box=layout.box(*place), fit="contain", enter=enter)
