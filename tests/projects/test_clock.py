"""Who is alive is judged by one clock, the database's: a worker whose own clock is wrong judges as all others do."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from chatstream.rows import clock, ledger
from chatstream.rows.ledger import Claim
from projects.models import Message, OutboxEvent

FAKETIME = Path(f"/usr/lib/{os.uname().machine}-linux-gnu/faketime/libfaketime.so.1")
LOOK = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.utils import timezone
from chatstream.wire.errors import Fenced
from chatstream.rows import ledger, outbox
from projects.models import Message, OutboxEvent
print(round(timezone.now().timestamp()), [str(each.pk) for each in ledger.find_silent_runs(30)], outbox.find_waiting_streams(30))
try:
    print(ledger.claim(Message.objects.get(pk=sys.argv[2]).pk, 30).fence)
except Fenced:
    print("alive")
"""


def as_seen_elsewhere(claim: Claim, offset: str) -> list[str]:
    """What a worker whose clock is off says of the run, in a process of its own."""
    if not FAKETIME.exists():
        complaint = f"NO WRONG CLOCK WAS TRIED: there is no {FAKETIME} (Debian's libfaketime)"
        pytest.fail(complaint) if os.environ.get("CI") == "true" else pytest.skip(complaint)
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(connection.settings_dict["NAME"]), str(claim.message_id)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME": offset,
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    clock_line, verdict = done.stdout.splitlines()
    seconds, rest = clock_line.split(" ", 1)
    off_by = int(seconds) - timezone.now().timestamp()
    assert abs(off_by - float(offset.rstrip("s"))) < 20, f"the clock was not set: {off_by}"
    return [rest, verdict]


@pytest.mark.parametrize("offset", ["+60s", "-60s"])
def test_a_living_run_is_left_alone_whatever_a_workers_clock_says(claim: Claim, offset: str) -> None:
    assert as_seen_elsewhere(claim, offset) == ["[] []", "alive"]


@pytest.mark.parametrize("offset", ["+60s", "-60s"])
def test_a_dead_run_is_taken_over_whatever_a_workers_clock_says(claim: Claim, offset: str) -> None:
    ago = clock.now(35)  # whoever looks counts 30 s: a process may take some of them to start
    Message.objects.filter(pk=claim.message_id).update(heard_from=ago)
    OutboxEvent.objects.update(created=ago)
    assert as_seen_elsewhere(claim, offset) == [f"['{claim.message_id}'] [UUID('{claim.stream_id}')]", "2"]


def test_a_heartbeat_from_the_future_counts_as_none(claim: Claim) -> None:
    """It is from a database server whose clock was wrong, and which another one has followed."""
    Message.objects.filter(pk=claim.message_id).update(heard_from=clock.now(-3600))
    assert [message.pk for message in ledger.find_silent_runs(7)] == [claim.message_id]
    assert ledger.claim(claim.message_id, 7) is not None


def test_the_databases_clock_is_about_right(claim: Claim) -> None:
    message = Message.objects.annotate(now=Now(), clock=clock.now()).get(pk=claim.message_id)
    assert abs(message.now - message.clock) < timedelta(seconds=60)
    assert settings.USE_TZ
