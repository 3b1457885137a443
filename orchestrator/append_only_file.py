"""Rewrite Valkey's append-only file: it holds every command since its last rewrite, deleted data among them."""

import asyncio

from redis.exceptions import NoPermissionError, ResponseError

from chatstream.log.connection import get_client

LONGEST_SECONDS = 600  # some GB
_POLL_SECONDS = 0.05


class RewriteRefused(Exception):
    """The file may still hold what was deleted; the text is for the operator: what to do."""


async def rewrite() -> None:
    """Rewrite the file from the current keys, and wait until the old one is deleted.

    Does nothing on a server without such a file. Raises RewriteRefused, RedisError.
    """
    if not (await _state())["aof_enabled"]:
        return
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await _wait_until_idle()  # one that runs already may have started before the keys were deleted
            await _start()
            await _wait_until_idle()
    except TimeoutError:
        raise RewriteRefused(f"Valkey has not rewritten its append-only file within {LONGEST_SECONDS} s.") from None
    if (await _state())["aof_last_bgrewrite_status"] != "ok":
        raise RewriteRefused("Valkey could not rewrite its append-only file: see its log, then run BGREWRITEAOF.")


async def _start() -> None:
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
