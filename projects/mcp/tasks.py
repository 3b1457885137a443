"""The extension `io.modelcontextprotocol/tasks`: an answer is a task, and its id the task's. Nothing is kept beside the rows."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext
from mcp.server.mcpserver import require_client_extension
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from chatstream.backend import get_backend
from chatstream.wire.base import ENDED, now_ms
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.views import MessageDocument
from projects.mcp.answers import read_answer, to_result
from projects.mcp.tool import Call
from projects.mcp.waiting import PHASES

EXTENSION = "io.modelcontextprotocol/tasks"
CHANGING_METHODS = ("tasks/cancel",)
POLL_MS = 2_000
STATUS = {"success": "completed", "error": "completed", "cancelled": "cancelled"}  # of an answer that has ended

Context = ServerRequestContext[Any, Any]
Handler = Callable[[Any, UUID], Awaitable[dict[str, Any]]]


class TaskParams(types.RequestParams):
    task_id: UUID


def add_to(server: Server[Any]) -> None:
    server.extensions[EXTENSION] = {}
    for method, handler in (("tasks/get", _get), ("tasks/cancel", _cancel), ("tasks/update", _update)):
        server.add_request_handler(method, TaskParams, _checked(method, handler))


def created(message: MessageDocument) -> dict[str, Any]:
    """What a call is answered with in place of its result."""
    return {"resultType": "task", **_state(message)}


async def _get(user: Any, task_id: UUID) -> dict[str, Any]:
    message = await _find(user, task_id)
    state = _state(message)
    if state["status"] == "completed":
        result = to_result(read_answer(message))
        state["result"] = result.model_dump(by_alias=True, mode="json", exclude_none=True)
    return state


async def _cancel(user: Any, task_id: UUID) -> dict[str, Any]:
    await get_backend().stop(user, None, task_id)
    return {}


async def _update(user: Any, task_id: UUID) -> dict[str, Any]:
    """No task of ours ever asks for input: what it wants to know it asks in its answer."""
    await _find(user, task_id)
    return {}


async def _find(user: Any, task_id: UUID) -> MessageDocument:
    message = await get_backend().message(user, task_id)
    if message.role != "assistant":
        raise NotFound("There is no such task.")
    return message


def _checked(method: str, handler: Handler) -> Any:
    async def checked(context: Context, params: TaskParams) -> dict[str, Any]:
        if context.protocol_version not in MODERN_PROTOCOL_VERSIONS:
            raise MCPError(types.METHOD_NOT_FOUND, "Method not found", method)
        require_client_extension(context, EXTENSION)
        try:
            return await handler(Call(context).user, params.task_id)
        except RequestRefused as refused:
            raise MCPError(types.INVALID_PARAMS, refused.detail) from None

    return checked


def _state(message: MessageDocument) -> dict[str, Any]:
    return {
        "taskId": str(message.id),
        "status": STATUS.get(message.status, "working"),
        "statusMessage": PHASES.get(message.phase or "", message.status),
        "createdAt": _time(message.created),
        "lastUpdatedAt": _time(_updated(message)),
        "ttlMs": None,
        "pollIntervalMs": POLL_MS,
    }


def _updated(message: MessageDocument) -> int:
    if message.status not in ENDED:
        return now_ms()
    return (message.started or message.created) + (message.elapsed_ms or 0)


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
