"""That somebody has read what people and models wrote is in the admin's history."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry

from operations.models import Run

REVEALED = "Read what was written in it."


def log_reveal(user_id: Any, run: Run) -> None:
    LogEntry.objects.log_actions(user_id, [run], CHANGE, REVEALED, single_object=True)
