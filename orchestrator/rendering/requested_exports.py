"""Makes the files that people ask for by a button, one after the other, beside the runs of this worker."""

import asyncio
import logging
from contextlib import suppress

from django.db import Error as DatabaseError

from chatstream.cancellation import cancel_and_wait
from chatstream.wire.errors import RequestRefused
from orchestrator.hints import subscribe
from orchestrator.rendering import renderers
from orchestrator.rendering.server_export import ExportFailed, Film, film
from orchestrator.run.fault_log import FaultLog
from projects import server_exports
from projects.database import is_passing, off_loop, persist
from projects.export_hints import CHANNEL
from projects.server_exports import ExportClaim

logger = logging.getLogger(__name__)

LOOK_SECONDS = 15.0  # for what no hint told of: a lost one, or a worker that died
BEAT_SECONDS = 1.0
OTHER_VIDEO = "The renderer made a file that does not show the video. Nothing was kept."
OUR_FAULT = "Something went wrong on our side. Try again."


async def serve_requests() -> None:
    """Until cancelled. What is being made then is made anew by another worker."""
    wanted = asyncio.Event()
    hearing = asyncio.create_task(_hear(wanted), name="hints of exports")
    try:
        await _serve(wanted)
    finally:
        await cancel_and_wait(hearing)


async def _hear(wanted: asyncio.Event) -> None:
    async for _ in subscribe(CHANNEL):
        wanted.set()


async def _serve(wanted: asyncio.Event) -> None:
    faults = FaultLog(logger, "Looking for exports to make")
    while True:
        wanted.clear()
        try:
            while (claim := await _claim()) is not None:
                await _make(claim)
            faults.recovered()
        except Exception as problem:  # noqa: BLE001 - logged; nobody else would serve this worker's share
            if not is_passing(problem):  # `off_loop` has logged that the database is away
                faults.failed(problem, LOOK_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(wanted.wait(), LOOK_SECONDS)


async def _claim() -> ExportClaim | None:
    if not await off_loop(server_exports.has_unclaimed_export)():
        return None
    if await asyncio.to_thread(renderers.unavailable) is not None:
        return None  # for a worker that can
    return await off_loop(server_exports.claim_export)()


async def _make(claim: ExportClaim) -> None:
    progress = _Progress()
    making = asyncio.create_task(film(claim.project_id, progress.set, claim.short_side), name=f"export {claim.id}")
    beating = asyncio.create_task(_keep_beating(claim, progress), name=f"heartbeats of export {claim.id}")
    try:
        await asyncio.wait([making, beating], return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel_and_wait(making, beating)
    if not making.cancelled():
        await _finish(claim, making)


async def _finish(claim: ExportClaim, making: "asyncio.Task[Film]") -> None:
    try:
        finished = making.result()
        await persist(server_exports.finish_export)(claim, finished.revision, finished.file)
    except ExportFailed as failed:
        await persist(server_exports.fail_export)(claim, str(failed))
    except RequestRefused as refused:
        logger.warning("The renderer's file is refused: %s", refused.detail)
        reason = OTHER_VIDEO if refused.code == "invalid" else refused.detail
        await persist(server_exports.fail_export)(claim, reason)
    except Exception:
        logger.exception("Export %s failed.", claim.id)
        await persist(server_exports.fail_export)(claim, OUR_FAULT)


class _Progress:
    """How far the renderer is, as it last said."""

    detail = ""
    fraction: float | None = None

    def set(self, detail: str, fraction: float | None) -> None:
        self.detail, self.fraction = detail, fraction


async def _keep_beating(claim: ExportClaim, progress: _Progress) -> None:
    """Returns when the export is not wanted any more, or is another worker's."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            if not await off_loop(server_exports.record_heartbeat)(claim, progress.detail, progress.fraction):
                return
        except DatabaseError as problem:
            if not is_passing(problem):
                raise
