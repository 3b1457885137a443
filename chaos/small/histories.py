"""Many histories side by side, and what became of them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from unittest.mock import patch

from django.db import connection

from chaos.checker import Verdict
from chaos.small import world
from chaos.small.mutants import MUTANTS, TELLTALE_HISTORIES
from chaos.small.patches import in_one_process
from chaos.small.shrinking import shrink
from chaos.small.steps import Step, steps_of
from chaos.small.world import perform
from chatstream.follow.hub import get_hub
from chatstream.log.connection import close_client

SIDE_BY_SIDE = 6  # more would wake so often that a busy machine comes to nothing else
SIDE_BY_SIDE_ON_A_SERVER = 3  # each statement goes to another process and back, and all of them wait for it
_HANGING_SECONDS = 3.0  # what is known to fail is not waited for any longer
_REPEATS = 3  # two tasks may meet otherwise when a history is repeated


@dataclass
class Failure:
    """`seed` is None for a history that was written by hand."""

    seed: int | None
    steps: list[Step]
    problems: list[str] = field(default_factory=list)


async def run_histories(seeds: Iterable[int], until_failure: bool = False) -> list[Failure]:
    """The seeds whose history broke a promise, in the order of the seeds. Needs a database and a Valkey."""
    failures: list[Failure] = []
    waiting = iter(seeds)
    on_a_server = connection.vendor == "postgresql"

    async def take_turns() -> None:
        for seed in waiting:
            if until_failure and failures:
                return
            steps = steps_of(seed, on_a_server)
            verdict = await _judge(steps)
            if not verdict.holds:
                failures.append(Failure(seed, steps, verdict.problems))

    with in_one_process():
        try:
            side_by_side = SIDE_BY_SIDE_ON_A_SERVER if on_a_server else SIDE_BY_SIDE
            await asyncio.gather(*[take_turns() for _ in range(side_by_side)])
        finally:
            await _close()
    return sorted(failures, key=lambda failure: failure.seed or 0)


async def replay(steps: list[Step]) -> Verdict:
    """The verdict on this one history; the worst of a few performances."""
    with in_one_process():
        try:
            return await _judge_repeatedly(steps)
        finally:
            await _close()


async def shrink_failure(failure: Failure) -> Failure:
    """The same failure with fewer steps."""

    async def fails(steps: list[Step]) -> bool:
        return not (await _judge_repeatedly(steps)).holds

    with in_one_process(), patch.object(world, "QUIET_SECONDS", _HANGING_SECONDS):
        try:
            steps = await shrink(failure.steps, fails)
            return Failure(failure.seed, steps, (await _judge_repeatedly(steps)).problems or failure.problems)
        finally:
            await _close()


async def catch_mutants(seeds: range, names: Iterable[str] = MUTANTS) -> dict[str, Failure | None]:
    """For each mutant a history that shows what it lacks: the telling one, else one of the seeds; None if all leave it alive."""
    return {name: await _catch_mutant(name, seeds) for name in names}


async def _catch_mutant(name: str, seeds: range) -> Failure | None:
    with MUTANTS[name](), patch.object(world, "QUIET_SECONDS", _HANGING_SECONDS):
        verdict = await replay(TELLTALE_HISTORIES[name])
        if not verdict.holds:
            return Failure(None, TELLTALE_HISTORIES[name], verdict.problems)
        failures = await run_histories(seeds, until_failure=True)
        return failures[0] if failures else None


async def _close() -> None:
    """The hub stops before its client is closed, whatever became of its readers."""
    await get_hub()._stop()
    await close_client()


async def _judge_repeatedly(steps: list[Step]) -> Verdict:
    for _ in range(_REPEATS - 1):
        verdict = await _judge(steps)
        if not verdict.holds:
            return verdict
    return await _judge(steps)


async def _judge(steps: list[Step]) -> Verdict:
    try:
        return await perform(steps)
    except Exception as problem:  # noqa: BLE001 - whatever a history raises breaks a promise: it is reported with its seed
        verdict = Verdict()
        verdict.add_problem(f"{type(problem).__name__}: {problem}")
        return verdict
