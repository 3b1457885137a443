"""An admitted request, served by the SDK."""

import json
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from chatstream.wire.limits import FRAME_MAX_BYTES
from projects.mcp.server import server
from projects.mcp.tasks import CHANGING_METHODS
from projects.mcp.tools import TOOLS
from projects.scope import require_write


async def serve(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """A manager for one request: the tasks that the SDK begins for it end with it, whether the web server has a lifespan or not."""
    manager = StreamableHTTPSessionManager(server, stateless=True, max_request_body_size=FRAME_MAX_BYTES)
    async with manager.run():
        await manager.handle_request(scope, receive, send)


def require_scope(user: Any, body: bytes) -> None:
    """Raises Forbidden: now, so that HTTP says 403. What we cannot read here is judged when its tool is called."""
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return
    if not isinstance(request, dict):
        return
    params = request.get("params")
    name = params.get("name") if isinstance(params, dict) else None
    tool = TOOLS.get(name) if request.get("method") == "tools/call" and isinstance(name, str) else None
    if tool is not None:
        tool.require_scope(user)
    if request.get("method") in CHANGING_METHODS:
        require_write(user)
