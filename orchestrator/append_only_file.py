"""Rewrite Valkey's append-only file: it holds every command since its last rewrite, deleted data among them."""

import asyncio

from redis.asyncio import Redis
from redis.exceptions import NoPermissionError, ResponseError

from chatstream.log.connection import get_servers

LONGEST_SECONDS = 600  # some GB
_POLL_SECONDS = 0.05


class RewriteRefused(Exception):
    """The file may still hold what was deleted; the text is for the operator: what to do."""


async def rewrite() -> None:
    """Rewrite the file of each server from its current keys, and wait until the old ones are deleted.

    Does nothing on a server without such a file. Raises RewriteRefused, RedisError.
    """
    for server in await get_servers():
        await _rewrite(server)


async def _rewrite(server: Redis) -> None:
    if not (await _state(server))["aof_enabled"]:
        return
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await _wait_until_idle(server)  # one that runs already may have started before the keys were deleted
            await _start(server)
            await _wait_until_idle(server)
    except TimeoutError:
        raise RewriteRefused(f"Valkey has not rewritten its append-only file within {LONGEST_SECONDS} s.") from None
    if (await _state(server))["aof_last_bgrewrite_status"] != "ok":
        raise RewriteRefused("Valkey could not rewrite its append-only file: see its log, then run BGREWRITEAOF.")


async def _start(server: Redis) -> None:
    try:
        await server.bgrewriteaof()
    except NoPermissionError:
        raise RewriteRefused(
            "This Valkey user may not run BGREWRITEAOF: run it as one who may, or grant it (`ACL SETUSER … +bgrewriteaof`)."
        ) from None
    except ResponseError as error:
        if "in progress" not in str(error):  # the client has sent it twice
            raise


async def _wait_until_idle(server: Redis) -> None:
    while (state := await _state(server))["aof_rewrite_in_progress"] or state["aof_rewrite_scheduled"]:
        await asyncio.sleep(_POLL_SECONDS)


async def _state(server: Redis) -> dict[str, object]:
    return await server.info("persistence")
