"""The page of an account: what is used, and tokens, which are made, shown once, listed and revoked by their owner alone."""

import re
from datetime import UTC, datetime

import pytest
import redis
from django.contrib.auth.models import User
from django.test import AsyncClient, Client

from chatstream.rows.database import off_loop
from projects.access.tokens import make_token, user_of_token
from projects.limits.bounds import read_bounds
from projects.models import AccessToken, Project
from projects.scope import FULL, Scope, scope_of
from projects.web.account_page import MOST_TOKENS

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture
def browser(alice: User, client: Client) -> Client:
    client.force_login(alice)
    return client


def test_a_token_is_made_and_shown_once(browser: Client, alice: User, project: Project) -> None:
    Project.objects.update(title="Beans")
    assert "No tokens yet" in browser.get("/account/").text
    wanted = {"name": "Nightly export", "access": "read", "project": str(project.pk), "days": "30"}
    made = browser.post("/account/tokens/", wanted)
    [token] = re.findall(r'value="(csv_[\w-]+)"', made.text)
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    holder = user_of_token(token)
    assert (holder, scope_of(holder)) == (alice, Scope(False, project.pk))
    page = browser.get("/account/").text
    assert token not in page
    for words in ("Nightly export", "Read", "Beans", "Until ", "Last used"):
        assert words in page


def test_without_a_choice_it_opens_all_and_lasts_until_it_is_revoked(browser: Client, alice: User) -> None:
    browser.post("/account/tokens/", {"name": "All", "access": "write", "project": "", "days": ""})
    row = AccessToken.objects.get()
    assert (row.scope, row.expires) == (FULL, None)
    browser.post(f"/account/tokens/{row.pk}/revoke/")
    assert not AccessToken.objects.live().exists()
    assert "No tokens yet" in browser.get("/account/").text


def test_nobody_revokes_what_is_anothers(browser: Client, bob: User) -> None:
    token = make_token(bob)
    assert browser.post(f"/account/tokens/{AccessToken.objects.get().pk}/revoke/").status_code == 302
    assert user_of_token(token) == bob


def test_what_makes_no_token_is_said(browser: Client, alice: User, bob: User) -> None:
    foreign = Project.objects.create(owner=bob, title="Bob's")
    refused = browser.post("/account/tokens/", {"name": "", "access": "all", "project": str(foreign.pk), "days": "7"})
    assert refused.status_code == 400
    assert refused.text.count("field-error") == 5, "each of the four fields, and a new project that failed"
    for _ in range(MOST_TOKENS):
        make_token(alice)
    refused = browser.post("/account/tokens/", {"name": "One more", "access": "read", "project": "", "days": "30"})
    assert "You have as many tokens as you may." in refused.text


async def test_what_is_used_of_the_day_is_on_the_page_and_beside_the_work_once_it_is_more_than_half(
    async_client: AsyncClient, alice: User, valkey: redis.Redis, settings
) -> None:
    await async_client.aforce_login(alice)
    assert "use-gauge" not in (await async_client.get("/")).text, "without an allowance there is nothing to load"
    settings.LIMIT_TOKENS_PER_DAY, settings.LIMIT_ALL_COST_PER_DAY = 20_000, 10.0
    tokens, cost = (await off_loop(read_bounds)(alice.pk)).daily_caps([datetime.now(UTC).date()])
    for cap, used in ((tokens, 9_000), (cost, 2_000_000)):
        valkey.hset(cap.keys[0], "used", used)
        valkey.expire(cap.keys[0], 60)
    page = (await async_client.get("/account/")).text
    assert "9,000 of 20,000" in page
    assert "20 %" in page, "of what everybody uses, the share alone"
    assert "0 of 5,000 MB" in page
    assert re.search(r'class="use-gauge"[^>]*hidden', page)
    valkey.hset(tokens.keys[0], "used", 15_000)
    page = (await async_client.get("/")).text
    assert "75 % of today’s allowance used" in page
    assert not re.search(r'class="use-gauge"[^>]*hidden', page)
    uses = (await async_client.get("/api/account/use/")).json()["uses"]
    assert {"measure": "tokens", "of": "user", "percent": 75, "used": 15_000, "most": 20_000} in uses
    assert {"measure": "cost", "of": "all", "percent": 20} in uses
