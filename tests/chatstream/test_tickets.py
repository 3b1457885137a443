"""A ticket stands for what somebody has signed in with, once, whatever kind of credential the project has."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
import redis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User

from chatstream.access.credentials import credential_kind
from chatstream.access.sessions import SessionCredential
from chatstream.access.tickets import SECONDS, make_ticket, use_ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


@credential_kind
@dataclass(frozen=True)
class BadgeCredential:
    """A kind of this test alone."""

    name: str

    def find_user(self) -> Any:
        return User.objects.filter(username=self.name, is_active=True).first()


def sign_in(user: User) -> Any:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update({SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash()})
    session.save()
    return session


async def test_a_ticket_is_its_session_once(alice: User, valkey: redis.Redis) -> None:
    credential = SessionCredential((await sync_to_async(sign_in)(alice)).session_key)
    ticket = await make_ticket(credential)
    [key] = valkey.keys("chatstream:ticket:*")
    assert ticket.encode() not in key + valkey.get(key)
    assert 0 < valkey.ttl(key) <= SECONDS
    assert await use_ticket(ticket) == (alice, credential)
    assert await use_ticket(ticket) == (None, None)


async def test_a_ticket_is_worth_no_more_than_the_session_it_came_from(alice: User) -> None:
    session = await sync_to_async(sign_in)(alice)
    tickets = [await make_ticket(SessionCredential(session.session_key)) for _ in range(2)]
    alice.set_password("another one")
    await alice.asave()
    assert (await use_ticket(tickets[0]))[0] is None
    await session.aflush()
    assert (await use_ticket(tickets[1]))[0] is None


async def test_a_project_has_tickets_for_its_own_kind_of_credential(alice: User) -> None:
    tickets = [await make_ticket(BadgeCredential("alice")) for _ in range(2)]
    assert await use_ticket(tickets[0]) == (alice, BadgeCredential("alice"))
    await User.objects.filter(pk=alice.pk).aupdate(is_active=False)
    assert (await use_ticket(tickets[1]))[0] is None


async def test_what_is_no_kind_of_credential_gets_no_ticket() -> None:
    with pytest.raises(TypeError, match="NoneType is no credential_kind"):
        await make_ticket(None)  # type: ignore[arg-type]
