"""Renders the newest revision to an MP4, which the project keeps. The storyboard stays as it is."""

import logging
from typing import Literal

from pydantic import Field

from chatstream.rows.ledger import ToolOutcome
from chatstream.rows.rollback import on_rollback
from chatstream.wire.errors import RequestRefused
from orchestrator.rendering.server_export import RenderedVideo, render_video
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from projects import exports, revisions
from projects.models import Revision
from projects.web.asset_api import asset_json

logger = logging.getLogger(__name__)

SHORT_SIDE = {"720p": 720, "1080p": 1080}
ASSET_FIELDS = ("id", "name", "url", "size", "seconds", "width", "height")


class ExportVideoArguments(Arguments):
    resolution: Literal["720p", "1080p"] = Field(
        "720p",
        description="Pixels of the shorter side, at least. 1080p takes twice as long: only when they ask for it.",
    )


class ExportVideo(Tool[ExportVideoArguments]):
    name = "export_video"
    description = (
        "Render the video as it is now to an MP4 file that the person can download. It takes a while: call it only when "
        "they ask for a file, an export or a download, and after the changes that it shall show, not beside them."
    )
    arguments = ExportVideoArguments

    def title(self, arguments: ExportVideoArguments) -> str:
        return "Exporting the video as MP4"

    async def run(self, context: ToolContext, arguments: ExportVideoArguments) -> Commit:
        finished = await render_video(context.project_id, context.progress, SHORT_SIDE[arguments.resolution])
        return lambda: _store(context, finished)


def _store(context: ToolContext, finished: RenderedVideo) -> ToolOutcome:
    shows = Revision.objects.select_related("project").get(project_id=context.project_id, number=finished.revision)
    try:
        asset = exports.check_and_store(shows, finished.file)
    except RequestRefused as refused:
        logger.warning("The renderer's file is refused: %s", refused.detail)
        return ToolOutcome(False, {}, "The renderer made a file that does not show the video. Nothing was kept.")
    on_rollback(lambda: asset.file.delete(save=False))
    description = asset_json(asset)
    payload = {"asset": {name: description[name] for name in ASSET_FIELDS}, "revision": finished.revision}
    newest = revisions.current(context.project_id)
    if newest is not None and newest.number != finished.revision:
        payload["note"] = "The video has changed since the export began; the file shows it as it was then."
    return ToolOutcome(True, payload)
