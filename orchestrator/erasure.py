"""Erase deleted projects and accounts: end their runs, then erase rows, files, queue entries and log keys, in that order.

Every step may be repeated, and the row that requests it goes last: if a worker is killed in between, another continues.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from chatstream.log.connection import get_client
from chatstream.log.event_log import get_log
from chatstream.rows.database import off_loop
from chatstream.rows.turns import request_stop
from chatstream.run import stops
from chatstream.run.queue import get_queue
from orchestrator import append_only_file
from orchestrator.append_only_file import RewriteRefused
from orchestrator.run import limits
from projects.removal import accounts, database_file, erasure

logger = logging.getLogger(__name__)

_LOCK = "orchestrator:erasing"
_LOCK_SECONDS = 60  # for one project; a worker that was killed is followed by another after this
_POLL_SECONDS = 0.2


async def sweep_deleted() -> None:
    """End the answers of deleted projects, then erase what can no longer be restored. Raises RedisError, django.db.Error."""
    await end_answers()
    if not await off_loop(erasure.projects_to_erase)() and not await off_loop(accounts.accounts_to_erase)():
        return
    async with erasing(wait_seconds=0) as is_locked:
        if not is_locked:
            return
        for user_id in await off_loop(accounts.accounts_to_erase)():
            await _erase_account_and_log(user_id)
        await erase_projects(await off_loop(erasure.projects_to_erase)())


@asynccontextmanager
async def erasing(wait_seconds: float) -> AsyncIterator[bool]:
    """Hold the lock of erasures; yields whether it was free within `wait_seconds`. Raises RedisError."""
    end_at = asyncio.get_running_loop().time() + wait_seconds
    while not (is_locked := bool(await get_client().set(_LOCK, 1, nx=True, ex=_LOCK_SECONDS))):
        if asyncio.get_running_loop().time() >= end_at:
            break
        await asyncio.sleep(_POLL_SECONDS)
    try:
        yield is_locked
    finally:
        if is_locked:
            await get_client().delete(_LOCK)


async def end_answers() -> None:
    """Stop the unfinished answers of deleted projects. Raises RedisError."""
    for answer in await off_loop(erasure.unfinished_answers_of_deleted)():
        stopped = await off_loop(request_stop)(answer)
        if stopped.waiting and answer.request_id is not None:
            await limits.release(answer.project.owner_id, answer.project_id, answer.request_id)
        else:
            await stops.publish(answer.pk)


async def erase_projects(project_ids: Collection[UUID]) -> None:
    """Erase projects that are marked as deleted.

    Raises RedisError; OSError, after the others are erased, if files of one cannot be deleted.
    """
    erased: list[UUID] = []
    problem: OSError | None = None
    for project_id in project_ids:
        await get_client().expire(_LOCK, _LOCK_SECONDS)
        try:
            await _erase_contents(project_id)
        except OSError as error:
            logger.warning("Files of project %s cannot be erased (%s); the next sweep tries again.", project_id, error)
            problem = error
        else:
            erased.append(project_id)
    await get_log().delete([str(project_id) for project_id in erased])
    for project_id in erased:
        await off_loop(erasure.erase_row)(project_id)
        logger.info("Project %s is erased: rows, files and log.", project_id)
    if problem is not None:
        raise problem


async def _erase_contents(project_id: UUID) -> None:
    for message_id in await off_loop(erasure.unfinished_answers)(project_id):
        await get_queue().cancel(message_id)
    await off_loop(erasure.erase_contents)(project_id)


async def erase_account(user_id: Any) -> bool:
    """Erase an account, and rewrite the files that may hold its owner's words. Raises RedisError, RewriteRefused.

    Returns whether the database file was compacted; see `database_file.compact`.
    """
    project_ids = await off_loop(accounts.projects_of)(user_id)
    await erase_projects(project_ids)
    await limits.delete_counts(user_id)
    await off_loop(accounts.erase_user)(user_id)
    is_compact = await off_loop(database_file.compact)()
    await get_log().delete(
        [str(project_id) for project_id in project_ids]
    )  # keys that another process has written meanwhile
    try:
        await append_only_file.rewrite()
    except RewriteRefused:  # to try again would not help
        await off_loop(accounts.finish_account_deletion)(user_id)
        raise
    await off_loop(accounts.finish_account_deletion)(user_id)
    return is_compact


async def _erase_account_and_log(user_id: Any) -> None:
    try:
        is_compact = await erase_account(user_id)
    except RewriteRefused as refused:
        logger.warning("User %s is erased, but the append-only file may still hold their words. %s", user_id, refused)
    else:
        compact = "compacted" if is_compact else "not compacted"
        logger.warning(
            "User %s is erased: rows, files and logs. Append-only file rewritten, database %s.", user_id, compact
        )
