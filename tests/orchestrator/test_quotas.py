"""What may be used in a day: reserved before a model is called, settled after, and an end in mid-stream where it is used up."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import redis
from django.contrib.auth.models import Group, User
from django.test import AsyncClient

from chatstream.rows.database import off_loop
from chatstream.run.errors import UserError
from chatstream.wire.errors import QuotaExceeded, RequestRefused
from orchestrator.llm import roles
from orchestrator.llm.token_estimate import estimate_input
from orchestrator.run import limits
from orchestrator.run.allowances import warn_of_unknown_prices
from projects.access.tokens import make_token
from projects.limits.allowance import EXPIRES_SECONDS, Amounts, read_uses
from projects.limits.bounds import read_bounds
from projects.models import Project, Quota
from tests.chat import ask, fresh, kill, run, running
from tests.orchestrator.paint_tools import Paint
from tests.scripted_model import ScriptedModel, Usage, use

pytestmark = pytest.mark.usefixtures("connections")
PLENTY = 1_000_000


async def uses(user: User) -> list[tuple[int, int]]:
    """Of each cap: what is used, and what is held."""
    bounds = await off_loop(read_bounds)(user.pk)
    caps = bounds.daily_caps([datetime.now(UTC).date()])
    return [(each.used, each.held) for each in await read_uses(caps)]


async def admit(user: User) -> str:
    try:
        await limits.admit(user.pk, uuid4(), uuid4())
    except QuotaExceeded as refused:
        return refused.detail
    return "admitted"


async def test_what_an_answer_has_used_is_counted_once_for_its_person_and_for_all(
    alice: User, bob: User, project: Project, model: ScriptedModel, paint: Paint, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = settings.LIMIT_ALL_TOKENS_PER_DAY = PLENTY
    model.answers(use("paint", colour="red"), Usage(900, 50))
    model.answers("Done.", Usage(1000, 50))
    assert (await run(await ask(project))).status == "success"
    assert await uses(alice) == [(2000, 0), (2000, 0)]
    assert await uses(bob) == [(0, 0), (2000, 0)]


async def test_an_answer_that_has_waited_for_days_is_paid_from_today(alice: User, project: Project, settings) -> None:
    settings.LIMIT_TOKENS_PER_DAY = PLENTY
    today = datetime.now(UTC).date()
    answer = await fresh(await ask(project))
    for ago, paid_from in ((0, today), (1, today - timedelta(days=1)), (3, today)):
        answer.created = datetime.now(UTC) - timedelta(days=ago)
        allowance = await limits.allowance_of(answer)
        assert [cap.day for cap in allowance.caps] == [paid_from]


async def test_of_many_at_once_each_takes_a_part_and_nobody_what_is_not_there(alice: User, bob: User, settings) -> None:
    settings.LIMIT_TOKENS_PER_DAY, settings.LLM_MAX_OUTPUT_TOKENS = 10_000, 4_000
    answers = await asyncio.gather(*[admit(alice) for _ in range(8)])
    assert sorted(answers) == [limits._HELD] * 5 + ["admitted"] * 3
    assert await uses(alice) == [(0, 10_000)]
    assert await admit(bob) == "admitted"


async def test_who_has_used_up_the_day_is_told_so_and_when_the_next_one_begins(
    alice: User, project: Project, model: ScriptedModel, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = PLENTY
    model.answers("Much.", Usage(PLENTY, 20))
    await run(await ask(project))
    with pytest.raises(QuotaExceeded) as refused:
        await limits.admit(alice.pk, project.pk, uuid4())
    assert refused.value.detail.startswith("Your allowance for today is used up.")
    assert refused.value.quota == {"measure": "tokens", "of": "user", "left": 0}
    assert 0 < refused.value.retry_after <= 86_400
    assert await uses(alice) == [(PLENTY + 20, 0)], "what was refused holds nothing"


async def test_a_refusal_over_http_says_what_is_left_and_when_to_come_back(
    alice: User, project: Project, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = 1
    token = await off_loop(make_token)(alice)
    path, headers = f"/api/projects/{project.pk}/messages/", {"Authorization": f"Bearer {token}"}
    first, second = [{"request_id": str(uuid4()), "message": "Make me a video."} for _ in range(2)]
    client = AsyncClient()
    assert (await client.post(path, first, "application/json", headers=headers)).status_code == 201
    refused = await client.post(path, second, "application/json", headers=headers)
    assert (refused.status_code, refused["Retry-After"]) == (429, "5")
    assert refused.json() == {
        "type": "request_error",
        "request_id": second["request_id"],
        "code": "quota_exceeded",
        "detail": limits._HELD,
        "retry_after": 5.0,
        "quota": {"measure": "tokens", "of": "user", "left": 1.0},
    }
    assert (await client.post(path, first, "application/json", headers=headers)).status_code == 201, (
        "what was admitted is there"
    )


async def test_an_answer_that_comes_to_the_end_of_it_ends_in_mid_stream_and_keeps_its_text(
    alice: User, project: Project, model: ScriptedModel, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = PLENTY
    model.answers("Hello.", Usage(0, 0))
    await run(await ask(project))
    settings.LIMIT_TOKENS_PER_DAY = estimate_input(model.requests[0]) + 400
    model.answers("Once ", "upon " * 10, "a time " * 500, "there was.")
    answer = await run(await ask(project))
    assert answer.error is not None
    assert (answer.status, answer.error["code"], answer.error["retryable"]) == ("error", "quota_exceeded", False)
    assert answer.content == "Once " + "upon " * 10
    assert model.requests[-1].max_output_tokens <= 400, "the provider is told as well"
    [(used, held)] = await uses(alice)
    assert held == 0
    assert used > settings.LIMIT_TOKENS_PER_DAY - 400


async def test_a_provider_that_refuses_costs_nothing(
    alice: User, project: Project, model: ScriptedModel, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = PLENTY
    model.answers(UserError("No.", "provider_declined"))
    assert (await run(await ask(project))).status == "error"
    assert await uses(alice) == [(0, 0)]


async def test_what_a_killed_worker_held_is_free_when_another_takes_over(
    alice: User, project: Project, model: ScriptedModel, paint: Paint, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = PLENTY
    answer, never = await ask(project), asyncio.Event()
    model.answers("A word.", never)
    async with running(answer) as owner:
        async with asyncio.timeout(10):
            while not (await uses(alice))[0][1]:
                await asyncio.sleep(0.01)
        await kill(owner)
    model.answers("Done.", Usage(100, 10))
    assert (await run(answer)).status == "success"
    assert (await uses(alice))[0][1] == 0


async def test_what_nobody_ever_ends_expires_and_to_settle_twice_counts_once(
    alice: User, settings, valkey: redis.Redis
) -> None:
    settings.LIMIT_TOKENS_PER_DAY, settings.LLM_MAX_OUTPUT_TOKENS = 4_000, 4_000
    assert await admit(alice) == "admitted"
    assert await admit(alice) == limits._HELD
    [calls] = [key for key in valkey.scan_iter() if key.endswith(b":calls") and b"tokens" in key]
    [(call, until)] = valkey.zrange(calls, 0, -1, withscores=True)
    valkey.zadd(calls, {call: until - EXPIRES_SECONDS * 1000 - 1})
    admission = await limits.admit(alice.pk, uuid4(), uuid4())
    for _ in range(2):
        await admission.allowance.settle(admission.allowance.waiting, Amounts(1_000))
    assert await uses(alice) == [(1_000, 0)]


async def test_cost_has_a_cap_where_a_price_is_known(
    alice: User, project: Project, model: ScriptedModel, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMIT_COST_PER_DAY = 5.0
    priced = replace(roles.get_roles("scripted"), price=lambda _, usage: usage.output_tokens * 0.001)
    monkeypatch.setattr(roles, "get_roles", lambda _: priced)
    model.answers("Much.", Usage(10, 4500))
    await run(await ask(project))
    assert await uses(alice) == [(4_500_000, 0)]
    model.answers("More. ", "and more " * 400)
    answer = await run(await ask(project))
    assert answer.error is not None
    assert (answer.error["code"], answer.content) == ("quota_exceeded", "More. ")
    assert model.requests[-1].max_output_tokens == 500


async def test_where_no_price_is_known_a_cap_on_cost_counts_nothing(
    alice: User, project: Project, model: ScriptedModel, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMIT_COST_PER_DAY = 5.0
    model.answers("Much.", Usage(10, 10**9))
    assert (await run(await ask(project))).status == "success"
    assert await uses(alice) == [(0, 0)]


@pytest.fixture
def team(alice: User, bob: User) -> Group:
    group = Group.objects.create(name="team")
    group.user_set.set([alice, bob])
    return group


async def test_a_group_together_has_a_cap_beside_those_of_its_members(
    alice: User, bob: User, team: Group, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY, settings.LLM_MAX_OUTPUT_TOKENS = PLENTY, 4_000
    await Quota.objects.acreate(of="group", group=team, tokens_per_day=6_000, live_runs=3)
    assert await admit(alice) == "admitted"
    assert await admit(bob) == "admitted"
    assert await admit(bob) == limits._HELD, "Alice holds 4000 of the group's tokens, Bob 2000"
    assert await uses(alice) == [(0, 4_000), (0, 6_000)]
    await Quota.objects.aupdate(tokens_per_day=0, live_runs=2)
    with pytest.raises(RequestRefused) as refused:
        await limits.admit(alice.pk, uuid4(), uuid4())
    assert refused.value.code == "rate_limited", "two answers are being written for the group"


def own_tokens(user: User) -> list[float]:
    return [most for who, most in read_bounds(user.pk).of("tokens_per_day") if who == f"user {user.pk}"]


def test_what_is_set_for_a_person_holds_in_place_of_their_groups_and_of_the_setting(
    alice: User, bob: User, team: Group, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = 100
    other = Group.objects.create(name="other")
    alice.groups.add(other)
    assert own_tokens(alice) == [100]
    Quota.objects.create(of="member", group=team, tokens_per_day=200)
    Quota.objects.create(of="member", group=other, tokens_per_day=300, live_runs=1)
    assert (own_tokens(alice), own_tokens(bob)) == ([300], [200]), "the most generous of the groups"
    Quota.objects.create(of="user", user=alice, tokens_per_day=50)
    assert own_tokens(alice) == [50]
    Quota.objects.filter(user=alice).update(tokens_per_day=0)
    assert own_tokens(alice) == [], "0 is no limit"


def test_a_worker_says_at_the_start_which_models_a_cap_on_cost_does_not_see(
    settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LLM_MODEL, settings.LLM_SCENE_MODEL = "openai:gpt-4o-mini,chat:qwen3", "ollama:llama3"
    warn_of_unknown_prices()
    assert caplog.messages == [], "without a cap there is nothing to say"
    settings.LIMIT_ALL_COST_PER_DAY = 5.0
    warn_of_unknown_prices()
    [sentence] = caplog.messages
    assert "do not see chat:qwen3, ollama:llama3: no price is known" in sentence
