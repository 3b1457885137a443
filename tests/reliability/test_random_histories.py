"""R1, in one process: whatever goes wrong in whatever order, nothing is lost, doubled or reordered, and every answer ends."""

import pytest

from chaos.small.histories import Failure, catch_mutants, replay, run_histories, shrink_failure
from chaos.small.mutants import MUTANTS, TELLTALE_HISTORIES
from chaos.small.steps import format_steps, parse_steps, steps_of
from orchestrator.run import limits

pytestmark = [
    pytest.mark.usefixtures("valkey"),
    pytest.mark.django_db(transaction=True),
    # Who is killed in the middle of a command leaves a connection that is closed without being waited for.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]

SEEDS = 40  # `manage.py chaos --histories 10000` has many more
PIECES = 2  # so that processes can share them


async def explain(failures: list[Failure]) -> str:
    first = await shrink_failure(failures[0])
    seeds = [failure.seed for failure in failures]
    return (
        f"seeds {seeds}. Seed {first.seed}: manage.py chaos --replay '{format_steps(first.steps)}' {first.problems[:3]}"
    )


@pytest.mark.timeout(600)
@pytest.mark.parametrize("piece", range(PIECES))
async def test_random_fault_histories_break_no_promise(piece: int) -> None:
    failures = await run_histories(range(piece, SEEDS, PIECES))
    assert not failures, await explain(failures)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", MUTANTS)
async def test_without_one_of_its_guards_the_product_is_caught(name: str) -> None:
    assert (await replay(TELLTALE_HISTORIES[name])).problems == []  # with its guard it lives
    caught = await catch_mutants(range(150), [name])
    assert caught[name] is not None, f"150 histories did not show that the product is without its guard: {name}"


async def test_a_fault_of_ours_breaks_a_history_though_another_attempt_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fault(*request: object) -> None:
        raise TypeError("a fault of ours")

    monkeypatch.setattr(limits, "release", fault)
    verdict = await replay([("take over", 0), ("say", 3)])
    assert verdict.problems[0] == "owner 1 raised TypeError('a fault of ours')"


def test_a_seed_is_always_the_same_history_and_can_be_written_down() -> None:
    assert steps_of(7) == steps_of(7) != steps_of(8)
    assert parse_steps(format_steps(steps_of(7)))[1:] == steps_of(7)[1:]
