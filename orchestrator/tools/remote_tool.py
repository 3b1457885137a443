"""A tool of another server, as our model may call it: `server__tool`."""

import re
from typing import Any

from pydantic import ConfigDict

from chatstream.rows.ledger import ToolOutcome
from chatstream.run.errors import ModelError
from orchestrator.llm.interface import ToolSpec
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.text.characters import to_storable
from orchestrator.mcp.connection import CallRefused, ServerAway, call_tool
from orchestrator.mcp.results import as_text, bounded
from orchestrator.mcp.servers import McpServer
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext

NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # as model servers take it
DESCRIPTION_MAX_CHARS = 500
TITLE_MAX_CHARS = 60
AWAY = "The server did not answer. Whether the call took effect is not known: do not repeat it, and say so."
NOTICE_AWAY = "The server of this tool did not answer."
NOTICE_REFUSED = "The server of this tool has refused the call."


class RemoteArguments(Arguments):
    """Whatever the schema of the server allows: it is the one to check it."""

    model_config = ConfigDict(extra="allow", frozen=True)


class RemoteTool(Tool[RemoteArguments]):
    """`remote_name`: as its server calls it. It is never run twice, since nobody knows what it does."""

    arguments = RemoteArguments
    runs_once = True

    def __init__(self, server: McpServer, remote_name: str, title: str, description: str, schema: Any) -> None:
        """Raises ValueError for a name or a schema that model servers do not take."""
        self.name = f"{server.name}__{remote_name}"
        if not NAME.fullmatch(self.name):
            raise ValueError("its name has other characters than letters, digits, _ and -, or is too long")
        self.description = bounded(f"From the server {server.name}: {description}", DESCRIPTION_MAX_CHARS)
        self.needs_approval = server.approval == "always"
        self._server = server
        self._remote_name = remote_name
        self._title = bounded(" ".join((title or remote_name).split()), TITLE_MAX_CHARS)
        self._spec = ToolSpec(self.name, self.description, server_schemas.for_tool(schema))

    def title(self, arguments: RemoteArguments) -> str:
        return f"{self._server.name}: {self._title}"

    def spec(self) -> ToolSpec:
        return self._spec

    async def run(self, context: ToolContext, arguments: RemoteArguments) -> Commit:
        try:
            result = await call_tool(self._server, self._remote_name, arguments.model_dump(mode="json"))
        except CallRefused as refused:
            raise ModelError(to_storable(str(refused)), notice=NOTICE_REFUSED) from None
        except ServerAway as away:
            raise ModelError(AWAY, notice=NOTICE_AWAY, detail=str(away)) from None
        text = as_text(result)
        if result.is_error:
            raise ModelError(text, notice=NOTICE_REFUSED)
        return lambda: ToolOutcome(True, {"text": text})
