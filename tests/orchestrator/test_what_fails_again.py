"""What is tried every second or two fills no log: one line when it begins to fail, one when it is well again."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError

from chatstream.cancellation import cancel_and_wait
from chatstream.log import outage
from chatstream.rows.database import off_loop
from chatstream.run import run_pool, sweeps
from chatstream.run.run_pool import RunPool
from projects.models import Message, Project
from tests.chat import ask, until

pytestmark = pytest.mark.usefixtures("connections")
FAILURES = 6

pytestmark = pytest.mark.django_db(transaction=True)  # the threads of the database close what is unusable


class Failing:
    """Fails FAILURES times, then does nothing."""

    def __init__(self, problems: Iterator[Exception]) -> None:
        self._problems = problems
        self.calls = 0

    async def __call__(self, *_: Any, **__: Any) -> None:
        self.calls += 1
        if self.calls <= FAILURES:
            await off_loop(self._fail)()

    def _fail(self) -> None:
        raise next(self._problems)


def always(problem: Exception) -> Iterator[Exception]:
    while True:
        yield problem


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(run_pool, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(outage, "SETTLED_SECONDS", 0)


FAULTS = [ProgrammingError("no such column: claim_id"), ValueError("a fault of ours")]


@pytest.mark.parametrize("problem", FAULTS, ids=lambda problem: type(problem).__name__)
async def test_a_sweep_that_fails_is_logged_once_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, problem: Exception
) -> None:
    await sweep_until_success(Failing(always(problem)), monkeypatch)
    assert messages(caplog) == ["Sweep failed; retrying every 0.01 s.", "Sweep succeeds again."]
    assert tracebacks(caplog) == 1


async def test_a_sweep_that_fails_for_another_reason_is_logged_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await sweep_until_success(Failing(iter([FAULTS[0]] * 3 + [FAULTS[1]] * 3)), monkeypatch)
    assert tracebacks(caplog) == 2


async def test_a_sweep_without_a_database_has_no_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await sweep_until_success(Failing(always(OperationalError("the server is away"))), monkeypatch)
    assert caplog.messages[0] == "Database unavailable: the server is away; retrying."
    assert tracebacks(caplog) == 0
    assert len(caplog.messages) <= 2


async def test_a_run_that_cannot_go_on_is_logged_once(
    project: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(run_pool, "run_answer", Failing(always(FAULTS[1])))
    answer: Message = await ask(project)
    runs = RunPool()
    await runs.start(str(answer.pk))
    await runs.join()
    name = f"Run {answer.pk}"
    assert messages(caplog) == [f"{name} failed; retrying every 0.01 s.", f"{name} succeeds again."]
    assert tracebacks(caplog) == 1


async def sweep_until_success(sweep: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sweep until it has succeeded twice."""

    monkeypatch.setattr(sweeps, "sweep", sweep)
    sweeping = asyncio.create_task(sweeps.sweep_forever())
    await until(lambda: sweep.calls > FAILURES + 1)
    await cancel_and_wait(sweeping)


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Without the messages of an outage: one of another test may end in this one."""
    return [record.getMessage() for record in caplog.records if record.name in (run_pool.__name__, sweeps.__name__)]


def tracebacks(caplog: pytest.LogCaptureFixture) -> int:
    return sum(record.exc_info is not None for record in caplog.records if record.levelno >= logging.WARNING)
