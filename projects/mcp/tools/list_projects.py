"""The projects of whoever asks, newest first, in pages."""

from typing import Any
from uuid import UUID

from pydantic import Field

from chatstream.rows.clock import to_milliseconds
from chatstream.rows.database import off_loop
from projects.listing import PAGE, listed_page
from projects.mcp.tool import Arguments, Call, Result, Tool
from projects.models import Project


class ListProjectsArguments(Arguments):
    query: str = Field(default="", max_length=200, description="Words of the title or of the conversation.")
    after: str | None = Field(default=None, max_length=60, description="`next` of the page before.")
    limit: int = Field(default=20, ge=1, le=PAGE)


class ListedProject(Result):
    """`updated`: in milliseconds since the Unix epoch. `revision`: of its video; none: there is no video yet."""

    id: UUID
    title: str
    updated: int
    revision: int | None = None
    is_answering: bool = Field(description="An answer is being written.")


class ProjectPage(Result):
    projects: list[ListedProject]
    next: str | None = Field(default=None, description="For `after`; without it this was the last page.")


class ListProjects(Tool[ListProjectsArguments]):
    name = "list_projects"
    title = "List projects"
    description = "Your projects, newest first. Each is one video and the conversation in which it is made."
    writes = False
    arguments = ListProjectsArguments
    result = ProjectPage

    async def run(self, call: Call, arguments: ListProjectsArguments) -> ProjectPage:
        return await off_loop(_read)(call.user, arguments)


def _read(user: Any, arguments: ListProjectsArguments) -> ProjectPage:
    page = listed_page(user, arguments.after, arguments.limit, arguments.query.strip())
    return ProjectPage(projects=[_listed(project) for project in page.projects], next=page.next)


def _listed(project: Project) -> ListedProject:
    state = vars(project)  # see `listed_page`
    return ListedProject(
        id=project.pk,
        title=project.title,
        updated=to_milliseconds(project.updated),
        revision=state["revision"],
        is_answering=state["is_live"],
    )
