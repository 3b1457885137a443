"""Every socket of a user who signs out is checked again; by then the session is gone."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from chatstream.access import sign_out


def test_the_session_has_ended_when_the_sockets_are_told(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tab comes back at once: with a session that is about to end it would be let in, and stay."""
    checked = []

    async def check_again(user_id: object) -> None:
        checked.append((user_id, await Session.objects.acount()))

    monkeypatch.setattr(sign_out, "check_again", check_again)
    alice = User.objects.create_user("alice")
    client.force_login(alice)
    assert Session.objects.count() == 1
    assert client.post("/sign-out/").status_code == 302
    assert checked == [(alice.pk, 0)]
