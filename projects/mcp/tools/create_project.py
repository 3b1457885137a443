"""A new, empty project."""

from uuid import UUID, uuid4

from pydantic import Field

from chatstream.rows.database import persist_briefly
from projects import actions
from projects.limits.rates import count
from projects.mcp.tool import Arguments, Call, Result, Tool


class CreateProjectArguments(Arguments):
    title: str = Field(default="", max_length=200, description="Without one the first answer names it.")


class CreatedProject(Result):
    project_id: UUID
    title: str


class CreateProject(Tool[CreateProjectArguments]):
    name = "create_project"
    title = "New project"
    description = "Make a project for a new video; then say with send_message what the video shall be."
    makes_projects = True
    is_repeatable = False
    arguments = CreateProjectArguments
    result = CreatedProject

    async def run(self, call: Call, arguments: CreateProjectArguments) -> CreatedProject:
        await count(call.user.pk, "PROJECTS")
        project = await persist_briefly(actions.create_project)(call.user, arguments.title, uuid4())
        return CreatedProject(project_id=project.pk, title=project.title)
