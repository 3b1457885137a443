"""The tools that MCP clients may call: one module each, listed here."""

from typing import Any

from projects.mcp.tool import Tool
from projects.mcp.tools.create_project import CreateProject
from projects.mcp.tools.get_project import GetProject
from projects.mcp.tools.get_storyboard import GetStoryboard
from projects.mcp.tools.list_projects import ListProjects
from projects.mcp.tools.send_message import SendMessage
from projects.mcp.tools.share_video import ShareVideo
from projects.mcp.tools.stop_answer import StopAnswer

_ALL: tuple[Tool[Any], ...] = (
    ListProjects(),
    CreateProject(),
    GetProject(),
    GetStoryboard(),
    SendMessage(),
    StopAnswer(),
    ShareVideo(),
)

TOOLS: dict[str, Tool[Any]] = {tool.name: tool for tool in _ALL}
