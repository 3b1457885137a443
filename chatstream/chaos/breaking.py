"""People ask and read while everything around them is broken."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chatstream.cancellation import cancel_and_wait
from chatstream.chaos.faults import Faults
from chatstream.chaos.readers import Reader
from chatstream.chaos.site import HOST, Site
from chatstream.conf import setting
from chatstream.log.connection import close_client

READERS = 3  # of each stream; the first one asks


@dataclass(frozen=True)
class Plan:
    """`streams`: their names. `answers`: how many at least. `seconds`: what an answer may take, whatever is broken meanwhile."""

    cookie: str
    streams: Sequence[str]
    message: str
    answers: int
    seconds: float
    seed: int


@dataclass(frozen=True)
class Outcome:
    """`readers`: of each stream, as they were when every answer had ended or was given up. `answers`: those of each stream."""

    readers: dict[str, list[Reader]]
    answers: dict[str, list[str]]
    faults: int


async def break_everything(site: Site, plan: Plan, report: Callable[[str], None]) -> Outcome:
    """Ask, read and break until there were enough answers and every fault. Raises TimeoutError, ChildProcessError."""
    url = f"http://{HOST}:{site.port}/api/{setting('URL_PREFIX')}"
    await site.start()
    readers = {stream: [Reader(f"{url}/{stream}/", plan.cookie) for _ in range(READERS)] for stream in plan.streams}
    everyone = [reader for some in readers.values() for reader in some]
    following = [asyncio.create_task(reader.follow()) for reader in everyone]
    faults = Faults(site, everyone, report, plan.seed)
    asking = asyncio.gather(*[_ask(some[0], plan, faults) for some in readers.values()])
    breaking = asyncio.create_task(faults.inject())
    try:
        both: list[asyncio.Future[Any]] = [asking, breaking]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        faults.over.set()
        await breaking  # if it has failed, nobody comes to the end of asking
        answers = dict(zip(plan.streams, await asking, strict=True))
        for stream, some in readers.items():
            await _wait_for_all(some, answers[stream], plan.seconds)
        newcomers = await _join(url, plan)
        return Outcome({stream: [*some, newcomers[stream]] for stream, some in readers.items()}, answers, faults.count)
    finally:
        asking.cancel()
        await cancel_and_wait(breaking, *following)
        await close_client()


async def _ask(reader: Reader, plan: Plan, faults: Faults) -> list[str]:
    """One message after the other; the ids of the answers. The last one is written in peace: what was broken is whole again."""
    answers: list[str] = []
    while True:
        asked = await reader.stream.initiate(plan.message)
        answers.append(str(asked.assistant_message_id))
        if len(answers) >= plan.answers / len(plan.streams) and faults.enough.is_set():
            return answers
        if not await _wait_for_all([reader], answers[-1:], plan.seconds):
            return answers  # what comes after it would wait for it


async def _wait_for_all(readers: Sequence[Reader], answers: Sequence[str], seconds: float) -> bool:
    """Whether they have seen the ends of all of these in time."""
    try:
        async with asyncio.timeout(seconds):
            await asyncio.gather(*[reader.wait_for_end(answer) for reader in readers for answer in answers])
    except TimeoutError:
        return False
    return True


async def _join(url: str, plan: Plan) -> dict[str, Reader]:
    """Somebody who comes when all is over, for each stream."""
    newcomers = {stream: Reader(f"{url}/{stream}/", plan.cookie) for stream in plan.streams}
    for reader in newcomers.values():
        async with asyncio.timeout(plan.seconds), reader.stream:
            await anext(reader.stream)
            reader.seen = dict(reader.stream.state.messages)
    return newcomers
