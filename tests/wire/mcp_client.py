"""Clients of MCP, those of the SDK, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal
from uuid import uuid4

import anyio
from mcp import Client
from mcp.client import ClaimContext, ClientExtension, ResultClaim
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.types import CallToolResult, Request, RequestParams, Result

from tests.instance import Person

LONG = "write a 150 word voice-over about coffee"
LONGER = "write a 500 word voice-over about coffee"  # it has not ended when it is stopped


@asynccontextmanager
async def mcp_client(person: Person, **options: Any) -> AsyncIterator[Client]:
    """`mode="legacy"`: the revision before the current one, with its handshake."""
    async with create_mcp_http_client(headers=person.headers) as http:
        transport = streamable_http_client(f"{person.instance.url}/mcp", http_client=http)
        async with Client(transport, **options) as client:
            yield client


def question(project: str, message: str = LONG) -> dict[str, Any]:
    return {"project_id": project, "message": message, "request_id": str(uuid4())}


async def read(client: Client, tool: str, **arguments: Any) -> Any:
    """The structured content of a call that succeeds."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return result.structured_content


class Progress:
    """What a call has reported; `begun` is set by the first report."""

    def __init__(self) -> None:
        self.reports: list[tuple[float, str]] = []
        self.begun = asyncio.Event()

    async def __call__(self, progress: float, total: float | None, message: str | None) -> None:
        self.reports.append((progress, message or ""))
        self.begun.set()


class TaskParams(RequestParams):
    task_id: str


class TaskRequest(Request[TaskParams, str]):
    params: TaskParams
    name_param = "taskId"


class Task(Result):
    result_type: Literal["task"] = "task"
    task_id: str
    status: str
    poll_interval_ms: int


class TaskState(Result):
    status: str
    result: dict[str, Any] | None = None


class Tasks(ClientExtension):
    """Waits for a task as its specification says. `seen`: each state of it; with `cancels` it is cancelled first."""

    identifier = "io.modelcontextprotocol/tasks"

    def __init__(self, cancels: bool = False) -> None:
        self.seen: list[str] = []
        self.cancels = cancels

    def claims(self) -> Sequence[ResultClaim[Any]]:
        return [ResultClaim(result_type="task", model=Task, resolve=self._wait)]

    async def _wait(self, task: Task, context: ClaimContext) -> CallToolResult:
        params = TaskParams(task_id=task.task_id)
        self.seen.append(task.status)
        if self.cancels:
            await context.session.send_request(TaskRequest(method="tasks/cancel", params=params), Result)
        while self.seen[-1] == "working":
            state = await context.session.send_request(TaskRequest(method="tasks/get", params=params), TaskState)
            self.seen.append(state.status)
            await anyio.sleep(task.poll_interval_ms / 10_000)
        return CallToolResult.model_validate(state.result or {"content": [], "isError": True})
