"""Keys for programs and for pages of other domains: `Authorization: Bearer KEY`, for Ninja and for chatstream."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

from chatstream.access.credentials import credential_kind
from chatstream.access.ticket_middleware import sign_in
from chatstream.rows.database import off_loop

SALT = "examples.django_ninja.keys"
MAX_AGE_SECONDS = 86_400

View = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


@credential_kind
@dataclass(frozen=True)
class KeyCredential:
    user_id: int

    def find_user(self) -> Any:
        return User.objects.filter(pk=self.user_id, is_active=True).first()


def make_key(user: User) -> str:
    return signing.dumps(user.pk, salt=SALT)


def read_key(key: str) -> KeyCredential | None:
    try:
        return KeyCredential(signing.loads(key, salt=SALT, max_age=MAX_AGE_SECONDS))
    except signing.BadSignature:
        return None


@async_only_middleware
def key_credential(get_response: View) -> View:
    async def middleware(request: HttpRequest) -> HttpResponseBase:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            credential = read_key(key)
            user = await off_loop(credential.find_user)() if credential else None
            sign_in(request, user or AnonymousUser(), credential)
        return await get_response(request)

    return middleware
