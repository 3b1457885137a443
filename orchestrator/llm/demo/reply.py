"""What the director answers: text, or tool calls with text before and after them."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ToolCall:
    """`notes` are for the director alone."""

    name: str
    arguments: dict[str, Any]
    notes: frozenset[str] = frozenset()

    @property
    def json(self) -> str:
        return json.dumps(self.arguments, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` is the whole answer where no tool of `calls` is offered; with one: `lead`, the calls, `after`."""

    text: str
    calls: tuple[ToolCall, ...] = ()
    lead: str = ""
    after: str = field(default="")


def question(asked: str, options: list[str], lead: str, after: str) -> Reply:
    """Return a reply that asks the person one question, by the tool for it or in plain words."""
    listed = "\n".join(f"- {option}" for option in options)
    text = f"{lead}\n\n**{asked}**" + (f" For example:\n\n{listed}" if options else "")
    return Reply(text, (ToolCall("ask_user", {"question": asked, "options": options}),), lead, after)
