"""The message row of a run, locked: it holds the fence that every write checks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from chatstream.rows.models import AbstractMessage
from chatstream.rows.registry import message_model
from chatstream.wire.errors import Fenced

if TYPE_CHECKING:

    class LockedMessage(AbstractMessage):
        """A message with the database's time of the query that locked it."""

        now: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write for a message, until another process claims it with a higher fence."""

    message_id: UUID
    stream_id: Any  # the primary key of the row that the stream is of
    fence: int
    attempt: int
    stop_requested: bool
    attempts_without_progress: int = 0  # in a row before this one: no step and no tool call was finished

    @property
    def stream(self) -> str:
        return str(self.stream_id)


@contextmanager
def lock_claimed(claim: Claim) -> "Iterator[LockedMessage]":
    """A transaction on the locked row, if the claim's fence is still the newest. Raises Fenced."""
    with transaction.atomic():
        message = lock_message(claim.message_id)
        if message is None or message.fence != claim.fence or message.status != AbstractMessage.Status.RUNNING:
            raise Fenced(str(claim.message_id))
        yield message


def lock_message(message_id: UUID) -> "LockedMessage | None":
    """Raises OperationalError if another transaction has locked the row."""
    rows = message_model().objects.filter(pk=message_id).select_for_update(nowait=True)
    return cast("LockedMessage | None", rows.annotate(now=Now()).first())


def count_progress(message: AbstractMessage) -> None:
    """Note that this attempt has finished a step or a tool call."""
    if message.progress_attempt != message.attempt:
        message.progress_attempt = message.attempt
        message.save(update_fields=["progress_attempt"])


def milliseconds_between(begin: datetime, end: datetime) -> int:
    return max(0, round((end - begin).total_seconds() * 1000))
