"""Limits of password attempts: for each user name from any address, and for each address with any user names."""

from hashlib import sha256

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from redis.exceptions import RedisError

from chatstream.wire.errors import RequestRefused
from projects.limits.limit import Entry, Limit
from projects.limits.rates import enter_or_refuse

SECONDS = 300.0  # a try counts for so long, unless it was the right password


def client_address(request: HttpRequest) -> str:
    """The address of the connection, or, behind TRUSTED_PROXIES proxies, the one that the outermost of them has added."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        return hops[-int(settings.TRUSTED_PROXIES)]
    return str(request.META.get("REMOTE_ADDR", ""))


def count_try(request: HttpRequest, name: str) -> Entry:
    """Count a try before the password is checked, so that concurrent ones count too. Raises ValidationError.

    Whoever checks the password calls `refund` if it is right.
    """
    entry = Entry(_limits(name, client_address(request)))
    try:
        async_to_sync(enter_or_refuse)(entry, "That was a lot of tries.")
    except RequestRefused as refused:
        request.retry_after = refused.retry_after  # type: ignore[attr-defined] # see rates.CallLimit
        sentence = gettext("That was a lot of tries. Try again in {seconds} s.").format(seconds=refused.retry_after)
        raise ValidationError(sentence, code=refused.code) from None
    return entry


def refund(entry: Entry) -> None:
    async_to_sync(_refund)(entry)


def _limits(name: str, address: str) -> list[Limit]:
    return [
        Limit("tries", f"name {_digest(name.casefold())}", settings.LIMIT_TRIES_PER_NAME, SECONDS),
        Limit("tries", f"address {_digest(address)}", settings.LIMIT_TRIES_PER_ADDRESS, SECONDS),
    ]


def _digest(text: str) -> str:
    """Hashed, since people sometimes type their password into the field of the name."""
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


async def _refund(entry: Entry) -> None:
    try:
        await entry.refund()
    except (RedisError, OSError):
        return  # it leaves by itself
