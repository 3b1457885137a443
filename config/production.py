"""What PRODUCTION refuses to start with, each in a sentence that says what to do."""

import zlib
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

LEAST_KEY = 50  # characters, as Django's own check wants them
LEAST_RANDOM = 40  # bytes that are left of it when all that repeats is taken out


def require_safe(secret_key: str, redis_url: str, debug: bool) -> None:
    """Raises ImproperlyConfigured."""
    if debug:
        raise ImproperlyConfigured("Turn DEBUG off: PRODUCTION is on.")
    if not secret_key:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random string: PRODUCTION is on and it is empty.")
    if len(secret_key) < LEAST_KEY or len(zlib.compress(secret_key.encode(), 9)) < LEAST_RANDOM:
        raise ImproperlyConfigured(
            f"SECRET_KEY can be guessed: set it to {LEAST_KEY} random characters or more, such as "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` prints."
        )
    if not _asks_for_a_password(redis_url):
        raise ImproperlyConfigured(
            "Valkey/Redis at REDIS_URL asks for no password, and whoever can write to it can run code in the workers: set "
            "one there (`requirepass`) and in REDIS_URL (redis://:PASSWORD@host), or use a unix socket (unix://PATH)."
        )


def _asks_for_a_password(redis_url: str) -> bool:
    """As far as the address says. A socket of this machine is guarded by its permissions."""
    parts = urlsplit(redis_url)
    return parts.scheme == "unix" or bool(parts.password) or "password" in parse_qs(parts.query)
