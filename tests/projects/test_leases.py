"""Open streams are counted in leases: renewed while their process lives, gone by themselves when it does not."""

import asyncio

import pytest
import redis
from django.contrib.auth.models import Group, User

from chatstream.wire.errors import RequestRefused
from projects.limits import leases, rates
from projects.limits.limit import Entry
from projects.limits.storage import check_stored
from projects.models import Asset, Project, Quota

pytestmark = pytest.mark.usefixtures("connections")

ALICE = 1


@pytest.fixture(autouse=True)
def _two_streams(settings) -> None:
    settings.LIMIT_STREAMS, settings.LIMIT_ALL_STREAMS = 2, 3


def shift(valkey: redis.Redis, seconds: float) -> None:
    """Let time pass for all leases."""
    for key in valkey.scan_iter("limits:*:streams"):
        for entry, until in valkey.zrange(key, 0, -1, withscores=True):
            valkey.zadd(key, {entry: until - seconds * 1000})


async def test_a_stream_that_ends_makes_room() -> None:
    async with await rates.admit_stream(ALICE), await rates.admit_stream(ALICE):
        with pytest.raises(RequestRefused, match="Too many pages"):
            await rates.admit_stream(ALICE)
    async with await rates.admit_stream(ALICE):
        pass


async def test_everybody_together_has_a_limit() -> None:
    async with (
        await rates.admit_stream(ALICE),
        await rates.admit_stream(2),
        await rates.admit_stream(3),
    ):
        with pytest.raises(RequestRefused, match="busy with others"):
            await rates.admit_stream(4)


async def test_what_a_killed_server_held_comes_free(valkey: redis.Redis) -> None:
    for _ in range(2):
        await rates.admit_stream(ALICE)  # and nobody renews it
    shift(valkey, leases.LEASE_SECONDS + 1)
    await rates.admit_stream(ALICE)


async def test_what_is_held_is_renewed_also_after_valkey_has_lost_it(valkey: redis.Redis, monkeypatch) -> None:
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.05)
    async with await rates.admit_stream(ALICE), await rates.admit_stream(ALICE):
        valkey.flushall()
        while valkey.zcard(f"limits:{{limits}}:user {ALICE}:streams") < 2:
            await asyncio.sleep(0.01)
        with pytest.raises(RequestRefused):
            await rates.admit_stream(ALICE)


async def test_without_valkey_nobody_is_locked_out(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(self: Entry) -> None:
        raise redis.ConnectionError("no Valkey")

    monkeypatch.setattr(Entry, "enter", away)
    settings.LIMIT_PROJECTS_PER_MINUTE = 1
    for _ in range(3):
        await rates.count(ALICE, "PROJECTS")


def test_the_files_of_all_projects_of_a_person_are_counted(alice: User, project: Project, settings) -> None:
    settings.LIMIT_STORED_MB = 10
    other = Project.objects.create(owner=alice, title="Another")
    for each in (project, other):
        Asset.objects.create(
            project=each, kind="image", name="a", media_type="image/png", size=4_000_000, width=1, height=1
        )
    check_stored(project.pk, 2_000_000)
    with pytest.raises(RequestRefused, match="10 MB"):
        check_stored(project.pk, 2_000_001)


def test_the_files_of_a_group_and_of_everybody_are_counted(alice: User, bob: User, project: Project, settings) -> None:
    picture = {"kind": "image", "name": "a", "media_type": "image/png", "width": 1, "height": 1}
    Asset.objects.create(project=Project.objects.create(owner=bob, title="Bob's"), size=4_000_000, **picture)
    check_stored(project.pk, 6_000_000)
    team = Group.objects.create(name="team")
    team.user_set.set([alice, bob])
    Quota.objects.create(of="group", group=team, stored_mb=9)
    with pytest.raises(RequestRefused, match="your group may have 9 MB"):
        check_stored(project.pk, 6_000_000)
    Quota.objects.all().delete()
    settings.LIMIT_ALL_STORED_MB = 8
    with pytest.raises(RequestRefused, match="this site may have 8 MB"):
        check_stored(project.pk, 6_000_000)


def test_a_disk_that_is_nearly_full_takes_no_more(project: Project, settings) -> None:
    settings.LIMIT_FREE_DISK_MB = 1_000_000_000
    with pytest.raises(RequestRefused, match="no room"):
        check_stored(project.pk, 1)
