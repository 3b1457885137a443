"""Requests to the door of MCP in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from django.contrib.auth.models import User

from chatstream.rows.database import off_loop
from projects.access.tokens import make_token
from projects.mcp.door import McpDoor
from projects.scope import FULL, Scope

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError(f"{scope['path']} is no address of MCP")


@asynccontextmanager
async def asking(user: User | None, scope: Scope = FULL, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    token = {"Authorization": f"Bearer {await off_loop(make_token)(user, scope=scope)}"} if user else {}
    accept = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}
    transport = httpx.ASGITransport(McpDoor(elsewhere))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers={**accept, **token, **headers}
    ) as client:
        yield client


async def status(client: httpx.AsyncClient, body: Any = LIST) -> int:
    return (await client.post("/mcp", json=body)).status_code


def call(tool: str, **arguments: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
