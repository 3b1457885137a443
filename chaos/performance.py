"""One chaos run: start a cluster, let clients chat, inject faults, wait until all is quiet, check the history."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection

from chaos.checker import Verdict, check
from chaos.clients import Asker, Client, EventSourceClient, SocketClient
from chaos.cluster import set_up
from chaos.faults import Faults
from chaos.history import History, Record, read
from chaos.measures import catch_ups, percentile_ms, takeovers
from chaos.postgres import Postgres
from chaos.valkey_cluster import ValkeyCluster
from chaos.valkeys import OneValkey
from chatstream.cancellation import cancel_and_wait
from chatstream.log.connection import close_client
from chatstream.log.entries import START
from chatstream.log.event_log import get_log
from chatstream.rows.database import off_loop
from projects.access.tokens import make_token
from projects.actions import create_project
from projects.models import Message, Project, Revision, ToolCall

PROJECTS = 6
ASKING_SHARE = 0.6  # of the time, so that the last turns, which wait behind others, do not make a short run a long one
QUIET_TIMEOUT_SECONDS = (
    150.0  # every answer has ended long before; slow sockets may have some 80 s of frames in their window
)
CATCH_UP_MS = 2_000
TAKEOVER_MS = 13_000

Report = Callable[[str], None]
Valkey = AbstractAsyncContextManager[OneValkey | ValkeyCluster]


@dataclass
class Result:
    """The object that the command prints. `*_p99_ms` are 0 where nothing was measured."""

    clients: int
    runs: int
    events: int
    kills: int
    lost: int
    duplicated: int
    reordered: int
    unfinished: int
    doubled_effects: int
    catch_up_p99_ms: int
    takeover_p99_ms: int
    mutants_caught: int

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


async def perform(
    folder: Path, seconds: float, seed: int, report: Report, valkey: Valkey, postgres: Postgres | None = None
) -> tuple[Verdict, list[Record], int]:
    """Returns the verdict, the history, and how many processes were killed. `valkey` and `postgres` break too."""
    chance = random.Random(seed)  # noqa: S311 - a seed repeats the faults and their order
    user, _ = await off_loop(get_user_model().objects.get_or_create)(username="chaos")
    token = await off_loop(make_token)(user)
    projects = [await off_loop(create_project)(user, f"Chaos {number}") for number in range(PROJECTS)]
    history = History(folder / "clients.jsonl")
    async with valkey as store, set_up(folder, store, postgres) as cluster, AsyncExitStack() as stack:
        report(f"2 web servers, 2 workers and {store} are up{', on PostgreSQL' if postgres else ''}")
        clients = make_clients(projects, token, cluster.addresses, history)
        following = [asyncio.create_task(client.follow(), name=client.name) for client in clients]
        stack.push_async_callback(cancel_and_wait, *following)
        askers = [Asker(str(project.pk), token, cluster.addresses, chance) for project in projects]
        enough = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds * ASKING_SHARE, enough.set)
        asking = [asyncio.create_task(asker.keep_asking(enough)) for asker in askers]
        stack.push_async_callback(cancel_and_wait, *asking)
        faults = Faults(cluster, history, chance, report)
        await faults.inject(seconds)
        report("no more faults; waiting for every answer")
        await wait_until_quiet(asking, askers, clients)
        history.close()
        records = read([folder / "clients.jsonl", *cluster.histories]) + await rows_of(projects)
        await close_client()
    return check(records), records, faults.kills


def summarize(verdict: Verdict, records: list[Record], kills: int, mutants_caught: int) -> Result:
    return Result(
        clients=verdict.clients,
        runs=verdict.runs,
        events=verdict.events,
        kills=kills,
        lost=verdict.lost,
        duplicated=verdict.duplicated,
        reordered=verdict.reordered,
        unfinished=verdict.unfinished,
        doubled_effects=verdict.doubled_effects,
        catch_up_p99_ms=percentile_ms(catch_ups(records)),
        takeover_p99_ms=percentile_ms(takeovers(records)),
        mutants_caught=mutants_caught,
    )


def broken_promises(verdict: Verdict, result: Result, mutants: int) -> list[str]:
    """In words; empty if all hold."""
    broken = list(verdict.problems)
    if not verdict.runs:
        broken.append("nothing ran, so nothing was proved")
    if result.catch_up_p99_ms > CATCH_UP_MS:
        broken.append(f"clients caught up in {result.catch_up_p99_ms} ms (p99); promised are {CATCH_UP_MS}")
    if result.takeover_p99_ms > TAKEOVER_MS:
        broken.append(f"answers went on after {result.takeover_p99_ms} ms (p99); promised are {TAKEOVER_MS}")
    if result.mutants_caught < mutants:
        broken.append(f"only {result.mutants_caught} of {mutants} mutants were caught: the checker does not see enough")
    return broken


def make_clients(projects: list[Project], token: str, addresses: list[str], history: History) -> list[Client]:
    """Two sockets and an event source for each project; one of the sockets reads slowly."""
    clients: list[Client] = []
    for number, project in enumerate(projects):
        address = [addresses, addresses[::-1]][number % 2]
        name, key = f"project {number}", str(project.pk)
        clients += [
            SocketClient(f"{name}, socket", key, token, address, history),
            SocketClient(f"{name}, slow socket", key, token, address[::-1], history, pause=0.05),
            EventSourceClient(f"{name}, event source", key, token, address, history),
        ]
    return clients


async def wait_until_quiet(asking: list["asyncio.Task[None]"], askers: list[Asker], clients: list[Client]) -> None:
    """Until every answer has ended and every client knows it, or QUIET_TIMEOUT_SECONDS have passed."""
    with suppress(TimeoutError):
        async with asyncio.timeout(QUIET_TIMEOUT_SECONDS):
            await asyncio.wait(asking)
            expected = {client.project: set() for client in clients}  # type: dict[str, set[str]]
            for asker in askers:
                expected[asker.project] |= set(asker.answers)
            while any(expected[client.project] - client.ended for client in clients):
                await asyncio.sleep(0.1)


@off_loop
def _database_rows(projects: list[Project]) -> list[Record]:
    history = History()
    connection.close()  # it may be one that PostgreSQL has ended since
    for row in Message.objects.filter(project__in=projects):
        fields = {"message": str(row.pk), "project": str(row.project_id), "role": row.role}
        texts = {"status": row.status, "content": row.content, "reasoning": row.reasoning, "error": row.error}
        history.write("rows", "message", **fields, **texts)
    for call in ToolCall.objects.filter(message__project__in=projects):
        history.write("rows", "call", call=str(call.pk), message=str(call.message_id), status=call.status)
    for revision in Revision.objects.filter(project__in=projects, cause="tool"):
        history.write("rows", "revision", message=str(revision.message_id or ""))
    return history.records


async def rows_of(projects: list[Project]) -> list[Record]:
    """What the stores hold in the end."""
    history = History()
    for project in projects:
        [entries] = await get_log().read_after([(str(project.pk), START)], count=100_000)
        for entry in entries:
            fields = {"id": str(entry.position), "type": entry.type, "message": entry.message_id}
            call = entry.event()["tool_call_id"] if entry.type == "tool_result" else None
            history.write("rows", "entry", project=str(project.pk), **fields, call=call)
    return await _database_rows(projects) + history.records
