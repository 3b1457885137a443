"""Puts a picture into the video: one that the person has uploaded, or a pattern that is drawn for it."""

import tempfile
from functools import partial
from typing import Any, Literal, Self
from uuid import UUID

from django.utils.text import slugify
from pydantic import Field, model_validator

from chatstream.rows.database import persist
from chatstream.rows.ledger import ToolOutcome
from chatstream.wire.errors import RequestRefused
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import NO_VIDEO, change_effect, note_field, resolve_one_scene
from projects import assets, revisions
from projects.models import Asset
from projects.redraw import Picture, redraw
from storyboard import operations
from storyboard.changes import OperationRefused
from storyboard.layers import Image
from storyboard.operations.assets import Place
from storyboard.pictures.patterns import pattern_svg
from storyboard.schema import AssetRef, Storyboard

Pattern = Literal["dots", "stripes", "waves", "rings", "confetti", "triangles"]


class AddAssetArguments(Arguments):
    asset_id: UUID | None = Field(default=None, description="The id of an uploaded picture.")
    pattern: Pattern | None = Field(default=None, description="Or a pattern, drawn in the colours of the video.")
    scene: str | None = Field(
        default=None, min_length=1, max_length=120, description="The scene that shows it: number, name or id."
    )
    place: Place | None = Field(default=None, description="Without it: where the scene has room for a picture.")

    @model_validator(mode="after")
    def _is_one_of_the_two(self) -> Self:
        if (self.asset_id is None) == (self.pattern is None):
            raise ValueError("give either asset_id or pattern")
        if self.place and not self.scene:
            raise ValueError("a place needs a scene")
        return self


class AddAsset(Tool[AddAssetArguments]):
    name = "add_asset"
    description = "Put an uploaded picture, or a drawn pattern, into the video and, if told so, into a scene."
    arguments = AddAssetArguments

    def title(self, arguments: AddAssetArguments) -> str:
        what = f"a pattern of {arguments.pattern}" if arguments.pattern else "a picture"
        return f"Adding {what} to {arguments.scene}" if arguments.scene else f"Adding {what}"

    async def run(self, context: ToolContext, arguments: AddAssetArguments) -> Commit:
        remark = partial(_remark, arguments)
        if arguments.pattern is None:
            return change_effect(context, partial(_add_upload, context.project_id, arguments), remark)
        document = revisions.document_of(await persist(revisions.current)(context.project_id))
        if document is None:
            return lambda: ToolOutcome(False, {}, NO_VIDEO)
        try:
            picture = await _draw_pattern(arguments.pattern, document, context.project_id)
        except RequestRefused as refused:  # many pictures are being drawn
            problem = refused.detail
            return lambda: ToolOutcome(False, {}, problem)
        return change_effect(context, partial(_add_pattern, context.project_id, arguments, picture), remark)


async def _draw_pattern(pattern: str, document: Storyboard, project_id: UUID) -> Picture:
    """In the colours that the video has now: a picture does not follow a new palette."""
    canvas = document.canvas
    with tempfile.TemporaryFile() as svg:
        svg.write(pattern_svg(pattern, document.style.palette, canvas.width, canvas.height))
        return await redraw(svg, project_id)


def _add_upload(project_id: UUID, arguments: AddAssetArguments, document: Storyboard, focus: str | None) -> Storyboard:
    pictures = Asset.objects.filter(project_id=project_id, kind=Asset.Kind.IMAGE)
    upload = pictures.filter(pk=str(arguments.asset_id)).first()
    if upload is None:
        raise OperationRefused("There is no such picture.")
    return _place_picture(document, upload, arguments, focus)


def _add_pattern(
    project_id: UUID, arguments: AddAssetArguments, picture: Picture, document: Storyboard, focus: str | None
) -> Storyboard:
    """The row is written last: what cannot be shown is not kept."""
    asset = assets.new_image(project_id, picture, f"{arguments.pattern} pattern")
    changed_document = _place_picture(document, asset, arguments, focus)
    try:
        assets.save_image(asset, picture.data)
    except RequestRefused as refused:
        raise OperationRefused(refused.detail) from None
    return changed_document


def _place_picture(document: Storyboard, asset: Asset, arguments: AddAssetArguments, focus: str | None) -> Storyboard:
    src = f"asset:{asset.pk}"
    known = next((name for name, each in document.assets.items() if each.src == src), None)
    name = known or _document_id(asset)
    if known is None:
        entry = AssetRef(kind="image", src=src, alt=_name_without_suffix(asset), width=asset.width, height=asset.height)
        document = operations.add_asset(document, name, entry)
    if arguments.scene is None:
        return document
    scene_id = resolve_one_scene(document, arguments.scene, focus, "give it to")
    place = arguments.place or ("background" if arguments.pattern else None)
    return operations.place_asset(document, scene_id, name, place)


def _remark(arguments: AddAssetArguments, before: Storyboard, after: Storyboard) -> dict[str, Any]:
    """Where a picture is not seen, or another one is seen no more."""
    if arguments.scene is None:
        return note_field("The picture is at hand, and in no scene yet: call add_asset with a scene to show it.")
    gone = _pictures_in(before) - _pictures_in(after)
    names = ", ".join(sorted(before.assets[each].alt or each for _, each in gone))
    return note_field(f"It took the place of the picture that was there: {names}." if gone else "")


def _pictures_in(document: Storyboard) -> set[tuple[str, str]]:
    """The scene and the asset of each."""
    return {
        (scene.id, layer.asset_id) for scene in document.scenes for layer in scene.layers if isinstance(layer, Image)
    }


def _document_id(asset: Asset) -> str:
    """Of its name, so that a model and a person know it again, and of its id, so that it is the only one."""
    words = slugify(_name_without_suffix(asset)).replace("_", "-")[:24].strip("-")
    return f"{words or 'picture'}-{asset.pk.hex[:8]}"


def _name_without_suffix(asset: Asset) -> str:
    """Its name without the ending."""
    return asset.name.rpartition(".")[0] or asset.name
