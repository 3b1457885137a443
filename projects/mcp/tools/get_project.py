"""A project as its conversation stands: the newest messages, without the video."""

from uuid import UUID

from pydantic import Field

from chatstream.backend import get_backend
from chatstream.wire.base import MessageStatus, Role
from chatstream.wire.views import MessageView
from projects.mcp.answers import text_of
from projects.mcp.tool import Arguments, Call, Result, Tool

NEWEST = 20  # messages
TEXT_MAX_CHARS = 4_000  # of one message


class GetProjectArguments(Arguments):
    project_id: UUID
    messages: int = Field(default=6, ge=0, le=NEWEST, description="How many of the newest messages.")


class ProjectMessage(Result):
    id: UUID
    role: Role
    status: MessageStatus = Field(description="Of an answer: pending and running have not ended.")
    text: str


class ProjectState(Result):
    id: UUID
    title: str
    revision: int | None = Field(default=None, description="Of the video; without it there is no video yet.")
    messages: list[ProjectMessage] = Field(description="Oldest first.")


class GetProject(Tool[GetProjectArguments]):
    name = "get_project"
    title = "Read a project"
    description = (
        "The newest messages of a project, and whether it is still being worked on. The video: get_storyboard."
    )
    writes = False
    arguments = GetProjectArguments
    result = ProjectState

    async def run(self, call: Call, arguments: GetProjectArguments) -> ProjectState:
        snapshot = await get_backend().snapshot(call.user, str(arguments.project_id))
        video = snapshot.state["storyboard"].value or {}
        newest = snapshot.messages[-arguments.messages :] if arguments.messages else []
        return ProjectState(
            id=arguments.project_id,
            title=snapshot.project["title"],
            revision=video.get("revision"),
            messages=[_message(each) for each in newest],
        )


def _message(message: MessageView) -> ProjectMessage:
    text = text_of(message)
    shown = text if len(text) <= TEXT_MAX_CHARS else f"{text[: TEXT_MAX_CHARS - 1]}…"
    return ProjectMessage(id=message.id, role=message.role, status=message.status, text=shown)
