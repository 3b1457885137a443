"""The tools a model may call: one module each, listed here."""

from typing import Any

from orchestrator.agents.ask_user import AskUser
from orchestrator.agents.contract import Tool
from orchestrator.agents.set_title import SetTitle

TOOLS: dict[str, Tool[Any]] = {tool.name: tool for tool in (SetTitle(), AskUser())}
