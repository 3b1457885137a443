"""The line to another server: one connection for each request, so that nothing is held open and nothing has to be reopened.

Imported where a server is asked, since the SDK takes 30 MB.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, Implementation, Tool

import chatstream
from orchestrator.mcp.servers import McpServer

LIST_SECONDS = 5.0
CALL_SECONDS = 60.0
PAGES = 4

_OURS = Implementation(name="chatstream-video", version=chatstream.__version__)


class ServerAway(Exception):
    """The server cannot be reached, does not answer in time, or speaks another language. `str()` is for the operator."""


class CallRefused(Exception):
    """The server has said no. `str()` is what it said, for the model."""


async def list_tools(server: McpServer) -> list[Tool]:
    """Raises ServerAway."""
    async with _connection(server, LIST_SECONDS) as client:
        tools: list[Tool] = []
        cursor: str | None = None
        for _ in range(PAGES):
            page = await client.list_tools(cursor=cursor)
            tools, cursor = [*tools, *page.tools], page.next_cursor
            if cursor is None:
                break
        return tools


async def call_tool(server: McpServer, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """Sent once. Raises CallRefused; ServerAway, after which it is not known whether the call took effect."""
    refusal = ""
    async with _connection(server, CALL_SECONDS) as client:
        try:
            return await client.call_tool(name, arguments)
        except MCPError as error:
            refusal = error.error.message
    raise CallRefused(refusal)


@asynccontextmanager
async def _connection(server: McpServer, seconds: float) -> AsyncIterator[Client]:
    http = httpx2.AsyncClient(headers=server.headers, timeout=httpx2.Timeout(LIST_SECONDS, read=seconds))
    try:
        async with (
            asyncio.timeout(seconds),
            http,
            Client(streamable_http_client(server.url, http_client=http), client_info=_OURS, cache=None) as client,
        ):
            yield client
    except (ExceptionGroup, MCPError, httpx2.HTTPError, OSError, RuntimeError, ValueError) as problem:
        raise ServerAway(_describe(problem)) from None


def _describe(problem: BaseException) -> str:
    """The first thing that went wrong, by its type: its words may quote a header."""
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return type(problem).__name__
