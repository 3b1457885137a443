"""Another server of MCP, a real one of the SDK over real HTTP, whose tools are scripted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest_asyncio
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from instance.ports import find_free_port
from orchestrator.mcp.servers import McpServer
from orchestrator.tools import catalogue


class Shop:
    """`orders`: those that came; one is answered once `open` is set. `seen`: the headers of the requests."""

    def __init__(self) -> None:
        self.port = find_free_port()
        self.orders: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.seen: list[dict[bytes, bytes]] = []
        server = MCPServer("shop")
        server.add_tool(self.price, description="What a thing costs.")
        server.add_tool(self.order, description="Order a thing.")
        server.add_tool(self.everything, description="All there is, at length.")
        self._application = server.streamable_http_app(stateless_http=True)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.seen.append(dict(scope["headers"]))
        await self._application(scope, receive, send)

    def setting(self, **fields: Any) -> McpServer:
        address = f"http://127.0.0.1:{self.port}/mcp"
        return McpServer(**{"name": "shop", "url": address, "approval": "never", **fields})

    async def price(self, item: str) -> str:
        if item == "moon":
            raise ToolError("The moon is not for sale.")
        return f"A {item} costs 3 €."

    async def order(self, item: str) -> str:
        self.orders.append(item)
        await self.open.wait()
        return "Ordered."

    async def everything(self) -> str:
        return "thing " * 100_000


@pytest_asyncio.fixture
async def shop(settings: Any) -> AsyncIterator[Shop]:
    """Open, and the only one of MCP_SERVERS; every tool of it may be called."""
    shop = Shop()
    server = uvicorn.Server(uvicorn.Config(shop, port=shop.port, log_level="error", ws="none"))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    settings.MCP_SERVERS = [shop.setting()]
    catalogue._listings.clear()
    yield shop
    catalogue._listings.clear()
    shop.open.set()
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await serving
