"""The settings: one dict, `CHATSTREAM`. What it leaves out has the value that stands here. docs/chatstream has each in words."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "BACKEND": "chatstream.chat.backend.ChatBackend",
    "MESSAGE_MODEL": "chatstream_chat.Message",
    "RESPONDER": "",
    "QUEUE": "chatstream.run.docket_queue.DocketQueue",
    "URL_PREFIX": "streams",
    "RETENTION_SECONDS": 86_400,
    "RETENTION_EVENTS": 20_000,
    "CHECK_SECONDS": 15.0,
    "RUN_MAX_SECONDS": 600.0,
    "APPROVAL_SECONDS": 7 * 86_400.0,
}
REQUIRED = ("REDIS_URL",)


def setting(name: str) -> Any:
    """Read anew each time, so that tests may override it. Raises KeyError for REDIS_URL where it is not set."""
    given: dict[str, Any] = settings.CHATSTREAM
    return given[name] if name in given else DEFAULTS[name]
