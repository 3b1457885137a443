"""The tools of a turn: ours, and those of the servers of MCP_SERVERS, which are asked at the first turn and again now and then."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from orchestrator.mcp.servers import McpServer
from orchestrator.tools import TOOLS
from orchestrator.tools.tool import Tool

logger = logging.getLogger(__name__)

FRESH_SECONDS = 300.0
AWAY_SECONDS = 30.0  # a server that is away costs a turn some seconds, so it is not asked for each
MANY = 16  # tools of one server
SCHEMA_MAX_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`away`: the names of servers that do not answer now."""

    tools: Mapping[str, Tool[Any]]
    away: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """For the system prompt; "" if there is nothing to say."""
        away = ", ".join(self.away)
        return f"The tools of {away} cannot be reached now: say so if they are needed.\n" if away else ""


@dataclass(frozen=True, slots=True)
class _Listing:
    """`tools`: None while the server is away. `until`: on the monotonic clock."""

    tools: Mapping[str, Tool[Any]] | None
    until: float


_listings: dict[str, _Listing] = {}


async def read_catalogue() -> Catalogue:
    """What the model of a turn may call. Takes some seconds if a server is away, and raises nothing for it."""
    servers: list[McpServer] = settings.MCP_SERVERS
    listings = await asyncio.gather(*map(_listing, servers))
    tools = {name: tool for listing in listings for name, tool in (listing.tools or {}).items()}
    away = [server.name for server, listing in zip(servers, listings, strict=True) if listing.tools is None]
    return Catalogue({**TOOLS, **tools}, tuple(away))


async def _listing(server: McpServer) -> _Listing:
    known = _listings.get(server.name)
    if known is None or known.until < time.monotonic():
        tools = await _list_tools(server)
        known = _Listing(tools, time.monotonic() + (AWAY_SECONDS if tools is None else FRESH_SECONDS))
        _listings[server.name] = known
    return known


async def _list_tools(server: McpServer) -> Mapping[str, Tool[Any]] | None:
    from orchestrator.mcp.connection import ServerAway, list_tools  # here: the SDK takes 30 MB

    try:
        offered = await list_tools(server)
    except ServerAway as away:
        logger.warning(
            "MCP server %s is away (%s); its tools are not offered for %d s.", server.name, away, AWAY_SECONDS
        )
        return None
    allowed = [tool for tool in offered if server.tools is None or tool.name in server.tools]
    made = [_make_tool(server, tool) for tool in allowed[:MANY]]
    return {tool.name: tool for tool in made if tool is not None}


def _make_tool(server: McpServer, offered: Any) -> Tool[Any] | None:
    """None for a tool that model servers would refuse: one of them would spoil the whole turn."""
    from orchestrator.tools.remote_tool import RemoteTool

    try:
        if len(json.dumps(offered.input_schema)) > SCHEMA_MAX_CHARS:
            raise ValueError("its schema is too long")
        title = offered.title or ""
        return RemoteTool(server, offered.name, title, offered.description or "", offered.input_schema)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        logger.warning("Tool %.64r of MCP server %s is left out: %s", offered.name, server.name, problem)
        return None
