"""A public link to the video of a project."""

from uuid import UUID

from django.urls import reverse
from pydantic import Field

from chatstream.rows.clock import to_milliseconds
from chatstream.rows.database import persist_briefly
from projects import sharing
from projects.limits.rates import count
from projects.mcp.tool import Arguments, Call, Result, Tool


class ShareVideoArguments(Arguments):
    project_id: UUID
    days: int | None = Field(default=None, ge=1, le=365, description="Until it expires; without it the link stays.")


class SharedVideo(Result):
    """`expires`: in milliseconds since the Unix epoch."""

    url: str
    expires: int | None = None


class ShareVideo(Tool[ShareVideoArguments]):
    name = "share_video"
    title = "Share the video"
    description = "Make the link under which anybody may watch the video, the same one each time."
    arguments = ShareVideoArguments
    result = SharedVideo

    async def run(self, call: Call, arguments: ShareVideoArguments) -> SharedVideo:
        await count(call.user.pk, "EDITS")
        changes = {"days": arguments.days} if arguments.days else {}
        link = await persist_briefly(sharing.save_link)(call.user, arguments.project_id, sharing.make_token(), changes)
        return SharedVideo(
            url=call.absolute(reverse("film", args=[link.token])),
            expires=to_milliseconds(link.expires) if link.expires else None,
        )
