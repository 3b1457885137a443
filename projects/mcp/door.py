"""The door of MCP: streamable HTTP at /mcp, with an access token.

Each request stands alone: no session of the protocol lives in a web server, so any of them answers any request. The SDK is
loaded by the first request that has a valid token: it takes 30 MB, which a server that nobody asks over MCP can spare.
"""

import asyncio
import logging
from importlib import import_module
from typing import Any
from uuid import uuid4

from chatstream.doors.origin import is_served_host, is_trusted_origin
from chatstream.log_context import add_ids
from chatstream.rows.database import off_loop
from chatstream.wire.errors import RequestRefused
from chatstream.wire.limits import FRAME_MAX_BYTES
from projects.access.credentials import sign_in_by_token
from projects.access.tokens import bearer
from projects.limits.rates import count
from projects.mcp.body import read_body, replay
from projects.mcp.refusals import MethodNotAllowed, NotSignedIn, refuse

logger = logging.getLogger(__name__)

PATHS = ("/mcp", "/mcp/")
UNAVAILABLE = RequestRefused("unavailable", "The server cannot take this right now; try again.", retry_after=2)


class McpDoor:
    """ASGI middleware: answers PATHS, whatever else is asked goes on to `application`."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] not in PATHS:
            await self.application(scope, receive, send)
            return
        try:
            user, credential, body = await _admit(scope, receive)
            serving = await asyncio.to_thread(import_module, "projects.mcp.serving")
            serving.require_scope(user, body)
        except RequestRefused as refused:
            await refuse(refused, send)
        except Exception:  # a store is unavailable, or a fault of ours
            logger.exception("A request to MCP could not be admitted; answered 503.")
            await refuse(UNAVAILABLE, send)
        else:
            await serving.serve({**scope, "user": user, "credential": credential}, replay(body, receive), send)


async def _admit(scope: dict[str, Any], receive: Any) -> tuple[Any, Any, bytes]:
    """Who asks, their credential, and what they ask. Raises RequestRefused, django.db.Error."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    _require_own_page(scope, headers)
    user, credential = await _sign_in(headers)
    add_ids(request=headers.get(b"x-request-id", uuid4().hex.encode()).decode("latin-1")[:64], user=user.pk)
    await count(user.pk, "CALLS")
    if scope["method"] != "POST":
        raise MethodNotAllowed
    return user, credential, await read_body(receive, FRAME_MAX_BYTES)


def _require_own_page(scope: dict[str, Any], headers: dict[bytes, bytes]) -> None:
    """A page of another site, or one under a name that is not served, could have a browser of this machine ask for it."""
    if not is_served_host(headers):
        raise RequestRefused("forbidden", "This host name is not served.")
    if headers.get(b"origin") and not is_trusted_origin(scope, headers):
        raise RequestRefused("forbidden", "Pages of this origin may not ask here.")


async def _sign_in(headers: dict[bytes, bytes]) -> tuple[Any, Any]:
    token = bearer(headers.get(b"authorization", b"").decode("latin-1"))
    if token is None:
        raise NotSignedIn("")
    user, credential = await off_loop(sign_in_by_token)(token)
    if not user.is_authenticated:
        raise NotSignedIn("invalid_token")
    return user, credential
