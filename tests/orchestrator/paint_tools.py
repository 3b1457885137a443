"""Tools for tests: one that can be made to wait, one that fails before its effect or in it."""

import asyncio
from collections.abc import Iterator

import pytest

from chatstream.rows.ledger import ToolOutcome
from orchestrator.tools import TOOLS
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from projects.models import Project
from tests.chat import events, until


class PaintArguments(Arguments):
    colour: str = "red"


class Paint(Tool[PaintArguments]):
    """Adds its colour to the project's title, so that a repeated effect shows. `at_work`: the colours that were started."""

    name = "paint"
    description = "Paint the scene."
    arguments = PaintArguments

    def __init__(self) -> None:
        self.dry = asyncio.Event()  # a colour is done once this is set
        self.dry.set()
        self.at_work: list[str] = []

    def title(self, arguments: PaintArguments) -> str:
        return f"Painting it {arguments.colour}"

    async def run(self, context: ToolContext, arguments: PaintArguments) -> Commit:
        self.at_work.append(arguments.colour)
        context.progress("Mixing", None)
        context.progress("Drying", 0.5)
        await self.dry.wait()
        context.progress("Dry", 1.0)

        def effect() -> ToolOutcome:
            project = Project.objects.get(pk=context.project_id)
            project.title = f"{project.title} {arguments.colour}"
            project.save(update_fields=["title"])
            return ToolOutcome(True, {"colour": arguments.colour})

        return effect


class Spill(Paint):
    """Fails with a secret in its text: before its effect, or in it."""

    name = "spill"

    async def run(self, context: ToolContext, arguments: PaintArguments) -> Commit:
        if arguments.colour == "early":
            raise OSError("secret-bucket is empty")
        effect = await super().run(context, arguments)

        def spilling_effect() -> ToolOutcome:
            effect()
            raise OSError("secret-bucket fell over")

        return spilling_effect


async def until_at_work(project: Project, tools: int = 1) -> None:
    """Wait until people see that so many tools are at work."""

    async def are_at_work() -> bool:
        return len([event for event in await events(project, "tool_progress") if event["progress"] == 0.5]) >= tools

    await until(are_at_work)


@pytest.fixture
def paint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paint]:
    """Registers both tools for the model."""
    tool = Paint()
    monkeypatch.setitem(TOOLS, "paint", tool)
    monkeypatch.setitem(TOOLS, "spill", Spill())
    yield tool
    tool.dry.set()
