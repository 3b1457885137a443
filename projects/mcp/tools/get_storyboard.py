"""The video of a project, as the document from which it is drawn."""

from typing import Any
from uuid import UUID

from pydantic import Field

from chatstream.rows.database import off_loop
from projects.mcp.storyboards import read_storyboard
from projects.mcp.tool import Arguments, Call, Result, Tool


class GetStoryboardArguments(Arguments):
    project_id: UUID


class StoryboardOfProject(Result):
    revision: int
    storyboard: dict[str, Any] = Field(description="Its scenes with all layers, their times in seconds, and its style.")


class GetStoryboard(Tool[GetStoryboardArguments]):
    name = "get_storyboard"
    title = "Read the storyboard"
    description = "The whole video of a project as a document: every scene with its texts, shapes, pictures and motion."
    writes = False
    arguments = GetStoryboardArguments
    result = StoryboardOfProject

    async def run(self, call: Call, arguments: GetStoryboardArguments) -> StoryboardOfProject:
        revision, document = await off_loop(read_storyboard)(call.user, arguments.project_id)
        return StoryboardOfProject(revision=revision, storyboard=document)
