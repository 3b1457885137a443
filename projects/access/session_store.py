"""Django's sessions in the database, for the setting SESSION_ENGINE."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS


class SessionStore(db.SessionStore):
    """A key that no store has made is nobody's. The database is not asked: PostgreSQL fails on a NUL, which a cookie can spell."""

    def _validate_session_key(self, key: str | None) -> bool:  # Django's hook, which its types leave out
        return key is not None and len(key) >= 8 and set(key) <= set(VALID_KEY_CHARS)
