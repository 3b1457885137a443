"""One-time tickets: how a page of another domain, which cannot send `Authorization` there, opens a stream."""

import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from chatstream.access.sessions import SessionCredential
from chatstream.doors import http
from chatstream.log.connection import get_client
from chatstream.rows.database import off_loop
from projects.access.credentials import Credential, TokenCredential, user_of_credential

SECONDS = 60


class TicketInAddress:
    """ASGI middleware: moves `?ticket=` into `scope["ticket"]`, in the server's own scope, which its access log reads."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if b"ticket=" in scope.get("query_string", b""):
            fields = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            tickets = [value for name, value in fields if name == "ticket"]
            if tickets:
                scope["ticket"] = tickets[-1]
                rest = [(name, value) for name, value in fields if name != "ticket"]
                scope["query_string"] = urlencode(rest).encode("latin-1")
        return await self.application(scope, receive, send)


@require_POST
@http.door
async def ticket_list(request: HttpRequest, user: Any) -> HttpResponseBase:
    """POST: a ticket for the signed-in user: 201 {ticket, expires_in}, in seconds."""
    ticket = await make_ticket(user, request.credential)  # type: ignore[attr-defined] # set by TokenMiddleware
    response = JsonResponse({"ticket": ticket, "expires_in": SECONDS}, status=201)
    response["Cache-Control"] = "no-store"
    return response


async def make_ticket(user: Any, credential: Credential) -> str:
    """A ticket that stands for `credential`, once, for SECONDS. Raises RedisError."""
    ticket = secrets.token_urlsafe(32)
    payload = {"user": user.pk, "session": None, "token_id": None}
    if isinstance(credential, SessionCredential):
        payload["session"] = credential.session_key
    else:
        payload["token_id"] = credential.token_id
    await get_client().set(_ticket_key(ticket), json.dumps(payload), ex=SECONDS)
    return ticket


async def use_ticket(ticket: str) -> tuple[Any, Credential | None]:
    """The user it was made for, with the scope of the token it came from, and their credential; else AnonymousUser, None.

    Raises RedisError.
    A command that the client repeats after a lost answer finds nothing: the ticket is lost, never used twice.
    """
    stored = await get_client().getdel(_ticket_key(ticket))
    if stored is None:
        return AnonymousUser(), None
    payload = json.loads(stored)
    token_id = payload.get("token_id")
    credential: Credential = TokenCredential(token_id) if token_id else SessionCredential(payload["session"])
    return await off_loop(user_of_credential)(payload["user"], credential), credential


def _ticket_key(ticket: str) -> str:
    """Hashed: who can read Valkey learns no ticket."""
    return f"projects:ticket:{hashlib.sha256(ticket.encode()).hexdigest()}"
