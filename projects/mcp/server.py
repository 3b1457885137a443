"""The SDK's server with our tools, resources and tasks. A refusal is a result that the model reads, in our words."""

import json
import logging
from typing import Any

from django.db import Error as DatabaseError
from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext
from pydantic import ValidationError
from redis.exceptions import RedisError

import chatstream
from chatstream.wire.errors import RequestRefused
from chatstream.wire.parsing import parse_object
from projects.mcp import resources, tasks
from projects.mcp.tool import Call, Tool
from projects.mcp.tools import TOOLS
from storyboard.problems import problem_sentence

logger = logging.getLogger(__name__)

INSTRUCTIONS = """\
Short videos, made in projects. Say what the video shall be with send_message; the product's own model builds it and answers.
Then get_storyboard shows its scenes, and share_video makes a link under which anybody may watch it.
An answer goes on whoever listens: if the connection breaks, repeat the same call with the same request_id. stop_answer ends it."""
UNAVAILABLE = "The server cannot take this right now; try again."

Context = ServerRequestContext[Any, Any]


async def _list_tools(context: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    return types.ListToolsResult(tools=[tool.description_for_clients() for tool in TOOLS.values()])


async def _call_tool(context: Context, params: types.CallToolRequestParams) -> Any:
    tool = TOOLS.get(params.name)
    if tool is None:
        raise MCPError(types.INVALID_PARAMS, f"There is no tool called {params.name!r}.")
    call = Call(context)
    try:
        arguments = _read_arguments(tool, params.arguments or {})
        tool.require_scope(call.user)
        return await tool.answer(call, arguments)
    except RequestRefused as refused:
        return _failure(refused.detail)
    except (DatabaseError, RedisError, OSError):
        logger.warning("A store is unavailable: tool %s of MCP was refused; its client may repeat it.", params.name)
        return _failure(UNAVAILABLE)
    except Exception:
        logger.exception("Tool %s of MCP failed; its client may repeat it.", params.name)
        return _failure(UNAVAILABLE)


def _read_arguments(tool: Tool[Any], given: dict[str, Any]) -> Any:
    """As strict as the wire: without what no database stores. Raises RequestRefused."""
    try:
        return tool.arguments.model_validate(parse_object(json.dumps(given)))
    except ValidationError as error:
        raise RequestRefused("invalid", f"The arguments are not valid: {problem_sentence(error)}") from None


def _failure(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=sentence)], is_error=True)


server: Server[Any] = Server(
    "chatstream-video",
    title="Chatstream Video",
    version=chatstream.__version__,
    instructions=INSTRUCTIONS,
    on_list_tools=_list_tools,
    on_call_tool=_call_tool,
    on_list_resources=resources.list_resources,
    on_list_resource_templates=resources.list_templates,
    on_read_resource=resources.read_resource,
)
tasks.add_to(server)
