"""Renders the newest revision to an MP4, which the project keeps. The storyboard stays as it is."""

from django.core.files import File

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.build.lane import Film, film
from projects.asset_api import row
from projects.assets import keep_video
from projects.ledger import ToolOutcome
from projects.revisions import current
from projects.undoing import if_it_fails

SHOWN = ("id", "name", "url", "size", "seconds", "width", "height")


class ExportVideoArguments(Arguments):
    pass


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
        finished = await film(context.project_id, context.progress)
        return lambda: _kept(context, finished)


def _kept(context: ToolContext, finished: Film) -> ToolOutcome:
    asset = keep_video(
        context.project_id,
        File(finished.file),
        finished.title,
        finished.width,
        finished.height,
        finished.seconds,
        finished.revision,
    )
    if_it_fails(lambda: asset.file.delete(save=False))
    shown = row(asset)
    payload = {"asset": {name: shown[name] for name in SHOWN}, "revision": finished.revision}
    newest = current(context.project_id)
    if newest is not None and newest.number != finished.revision:
        payload["note"] = "The video has changed since the export began; the file shows it as it was then."
    return ToolOutcome(True, payload)
