"""Names the project. A name that a person gave stays, unless they ask for another."""

from pydantic import Field

from chatstream.rows.ledger import ToolOutcome
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from projects.models import Project


class SetTitleArguments(Arguments):
    title: str = Field(min_length=1, max_length=80, pattern=r"\S", description="A short, specific title.")
    asked: bool = Field(default=False, description="True only if the person asked for this very name.")


class SetTitle(Tool[SetTitleArguments]):
    name = "set_title"
    description = "Name the project after its subject. Call it once, when the subject has become clear."
    arguments = SetTitleArguments

    def title(self, arguments: SetTitleArguments) -> str:
        return f"Naming the project “{arguments.title}”"

    async def run(self, context: ToolContext, arguments: SetTitleArguments) -> Commit:
        title = " ".join(arguments.title.split())

        def commit() -> ToolOutcome:
            project = Project.objects.select_for_update().get(pk=context.project_id)
            if project.titled_by_person and not arguments.asked:
                return ToolOutcome(
                    False, {"title": project.title}, "The person has named this project; the name stays."
                )
            note = {"note": "It had this title already."} if project.title == title else {}
            project.title = title
            project.titled_by_person = arguments.asked
            project.save(update_fields=["title", "titled_by_person", "updated"])
            return ToolOutcome(True, {"title": title, **note})

        return commit
