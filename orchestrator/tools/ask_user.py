"""Asks the person one question instead of guessing. Nothing changes, and the turn ends: they have the word."""

from typing import Annotated

from pydantic import Field

from chatstream.rows.ledger import ToolOutcome
from orchestrator.tools.optional_fields import Decoded
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext


class AskUserArguments(Arguments):
    question: str = Field(min_length=1, max_length=500, pattern=r"\S", description="One question, to the point.")
    options: Annotated[list[str], Decoded] = Field(
        default_factory=list, max_length=6, description="Up to six short answers to choose from."
    )


class AskUser(Tool[AskUserArguments]):
    name = "ask_user"
    description = "Ask one question when the request is too ambiguous to act on. The turn ends after it."
    arguments = AskUserArguments
    ends_turn = True

    def title(self, arguments: AskUserArguments) -> str:
        return "A question for you"

    async def run(self, context: ToolContext, arguments: AskUserArguments) -> Commit:
        return lambda: ToolOutcome(True, {"question": arguments.question, "options": arguments.options})
