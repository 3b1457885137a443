"""Valkey's append-only file: it holds every command since it was last rewritten, and with them what was deleted since."""

import asyncio

from redis.exceptions import NoPermissionError, ResponseError

from chatstream.log.connection import get_client

LONGEST_SECONDS = 600  # some GB
_POLL_SECONDS = 0.05


class RewriteRefused(Exception):
    """The file may still hold what was deleted; the text says what the operator can do."""


async def rewrite() -> None:
    """Have the file written anew from what Valkey holds now, and wait until the old one is gone.

    A server without one has nothing to do. Raises RewriteRefused, RedisError.
    """
    if not (await _state())["aof_enabled"]:
        return
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await _wait_until_idle()  # a rewrite that runs already may have begun before the keys were deleted
            await _begin()
            await _wait_until_idle()
    except TimeoutError:
        raise RewriteRefused(f"Valkey has not rewritten its append-only file within {LONGEST_SECONDS} s.") from None
    if (await _state())["aof_last_bgrewrite_status"] != "ok":
        raise RewriteRefused("Valkey could not rewrite its append-only file: see its log, then run BGREWRITEAOF.")


async def _begin() -> None:
    try:
        await get_client().bgrewriteaof()
    except NoPermissionError:
        raise RewriteRefused(
            "This Valkey user may not run BGREWRITEAOF: run it as one who may, or grant it (`ACL SETUSER … +bgrewriteaof`)."
        ) from None
    except ResponseError as error:
        if "in progress" not in str(error):  # the client has sent it twice
            raise


async def _wait_until_idle() -> None:
    while (state := await _state())["aof_rewrite_in_progress"] or state["aof_rewrite_scheduled"]:
        await asyncio.sleep(_POLL_SECONDS)


async def _state() -> dict[str, object]:
    return await get_client().info("persistence")
