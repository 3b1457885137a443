"""The concrete models behind the abstract ones: the setting MESSAGE_MODEL names the first, and the others hang on it."""

from functools import lru_cache
from typing import Any

from django.apps import apps

from chatstream.conf import setting


@lru_cache(maxsize=1)
def message_model() -> Any:
    return apps.get_model(setting("MESSAGE_MODEL"))


@lru_cache(maxsize=1)
def tool_call_model() -> Any:
    return message_model()._meta.get_field("tool_calls").related_model


@lru_cache(maxsize=1)
def stream_model() -> Any:
    """The model of the rows that streams are of."""
    return message_model()._meta.get_field(message_model().STREAM_FIELD).related_model


@lru_cache(maxsize=1)
def outbox_model() -> Any:
    return stream_model()._meta.get_field("outbox").related_model


def of_stream(stream_id: Any) -> dict[str, Any]:
    """The condition for the rows of one stream, in a filter and in a new row."""
    return {f"{message_model().STREAM_FIELD}_id": stream_id}
