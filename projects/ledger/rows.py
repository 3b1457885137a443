"""The message row of a run, locked: it holds the fence that every write checks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from chatstream.wire.errors import Fenced
from projects.models import Message

if TYPE_CHECKING:

    class LockedMessage(Message):
        """A message with the database's time of the query that locked it."""

        now: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write for a message, until another process claims it with a higher fence."""

    message_id: UUID
    project_id: UUID
    fence: int
    attempt: int
    stop_requested: bool
    attempts_without_progress: int = 0  # in a row before this one: no step and no tool call was finished


@contextmanager
def lock_claimed(claim: Claim) -> "Iterator[LockedMessage]":
    """A transaction on the locked row, if the claim's fence is still the newest. Raises Fenced."""
    with transaction.atomic():
        message = lock_message(claim.message_id)
        if message is None or message.fence != claim.fence or message.status != Message.Status.RUNNING:
            raise Fenced(str(claim.message_id))
        yield message


def lock_message(message_id: UUID) -> "LockedMessage | None":
    """Raises OperationalError if another transaction has locked the row."""
    rows = Message.objects.filter(pk=message_id).select_for_update(nowait=True)
    return cast("LockedMessage | None", rows.annotate(now=Now()).first())


def count_progress(message: Message) -> None:
    """Note that this attempt has finished a step or a tool call."""
    if message.progress_attempt != message.attempt:
        message.progress_attempt = message.attempt
        message.save(update_fields=["progress_attempt"])


def milliseconds_between(begin: datetime, end: datetime) -> int:
    return max(0, round((end - begin).total_seconds() * 1000))
