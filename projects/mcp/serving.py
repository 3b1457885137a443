"""An admitted request, served by the SDK."""

import json
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from chatstream.wire.limits import FRAME_MAX_BYTES
from projects.mcp.server import server
from projects.mcp.tasks import CHANGING_METHODS
from projects.mcp.tools import TOOLS
from projects.scope import Forbidden, require_write, scope_of


async def serve(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """A manager for one request: the tasks that the SDK begins for it end with it, whether the web server has a lifespan or not."""
    manager = StreamableHTTPSessionManager(server, stateless=True, max_request_body_size=FRAME_MAX_BYTES)
    async with manager.run():
        await manager.handle_request(scope, receive, send)


def require_scope(user: Any, body: bytes) -> None:
    """Raises Forbidden. What is no call of a tool, or no JSON, is for the SDK to judge."""
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return
    if not isinstance(request, dict):
        return
    params = request.get("params")
    name = params.get("name") if isinstance(params, dict) else None
    tool = TOOLS.get(name) if request.get("method") == "tools/call" and isinstance(name, str) else None
    if request.get("method") in CHANGING_METHODS or (tool is not None and tool.writes):
        require_write(user)
    if tool is not None and tool.makes_projects and scope_of(user).project_id is not None:
        raise Forbidden("This token is for one project alone.")
