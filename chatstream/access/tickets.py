"""One-time tickets: how a page of another domain, which cannot send `Authorization` there, opens a stream."""

import json
import secrets
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from chatstream.access.credentials import KINDS, Credential
from chatstream.doors import http
from chatstream.log.connection import get_client
from chatstream.rows.database import off_loop

SECONDS = 60


@require_POST
@http.door
async def ticket(request: HttpRequest, user: Any) -> HttpResponseBase:
    """POST: a ticket for what the request was signed in with: 201 {ticket, expires_in}, in seconds."""
    made = await make_ticket(request.credential)  # type: ignore[attr-defined] # set by the project's middleware
    response = JsonResponse({"ticket": made, "expires_in": SECONDS}, status=201)
    response["Cache-Control"] = "no-store"
    return response


async def make_ticket(credential: Credential) -> str:
    """A ticket that stands for `credential`, once, for SECONDS. Raises RedisError, TypeError if it is of no `credential_kind`."""
    kind = type(credential).__name__
    if KINDS.get(kind) is not type(credential):
        raise TypeError(f"{kind} is no credential_kind: see chatstream/access/credentials.py.")
    made = secrets.token_urlsafe(32)
    stored = json.dumps([kind, asdict(credential)])  # type: ignore[call-overload] # a dataclass: see Credential
    await get_client().set(_key(made), stored, ex=SECONDS)
    return made


async def use_ticket(given: str) -> tuple[Any, Credential | None]:
    """Who is signed in with what the ticket stands for, if that still holds, and that credential; None twice if it is no ticket.

    Raises RedisError, django.db.Error.
    A command that the client repeats after a lost answer finds nothing: the ticket is lost, never used twice.
    """
    stored = await get_client().getdel(_key(given))
    if stored is None:
        return None, None
    kind, fields = json.loads(stored)
    credential = KINDS[kind](**fields)
    return await off_loop(credential.find_user)(), credential


def _key(text: str) -> str:
    """Hashed: who can read Valkey learns no ticket."""
    return f"chatstream:ticket:{sha256(text.encode(errors='surrogatepass')).hexdigest()}"
