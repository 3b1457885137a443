"""Exports that people request by a button: made one after the other, beside the runs of this worker."""

import asyncio
import logging
from contextlib import suppress

from django.db import Error as DatabaseError

from chatstream.cancellation import cancel_and_wait
from chatstream.log.hints import subscribe
from chatstream.rows.database import is_passing, off_loop, persist
from chatstream.run.fault_log import FaultLog
from chatstream.wire.errors import RequestRefused
from orchestrator.rendering import availability, renderers
from orchestrator.rendering.server_export import NO_EXPORT, ExportFailed, RenderedVideo, render_video
from projects import server_exports
from projects.export_hints import CHANNEL
from projects.server_exports import ExportClaim

logger = logging.getLogger(__name__)

POLL_SECONDS = 15.0  # a hint may be lost, or a worker may have died
HEARTBEAT_SECONDS = 1.0
WRONG_VIDEO = "The renderer made a file that does not show the video. Nothing was kept."
INTERNAL_ERROR = "Something went wrong on our side. Try again."


async def serve_requests() -> None:
    """Serve until cancelled; another worker then repeats the export that was in progress."""
    requested = asyncio.Event()
    listening = asyncio.create_task(_listen(requested), name="hints of exports")
    try:
        await _serve(requested)
    finally:
        await cancel_and_wait(listening)


async def _listen(requested: asyncio.Event) -> None:
    async for _ in subscribe(CHANNEL):
        requested.set()


async def _serve(requested: asyncio.Event) -> None:
    faults = FaultLog(logger, "Search for requested exports")
    while True:
        requested.clear()
        try:
            while (claim := await _claim()) is not None:
                await _export(claim)
            faults.record_success()
        except Exception as problem:  # noqa: BLE001 - logged; nobody else would serve this worker's share
            if not is_passing(problem):  # `off_loop` has logged that the database is away
                faults.record_failure(problem, POLL_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await requested.wait()


async def _claim() -> ExportClaim | None:
    if not await off_loop(server_exports.has_unclaimed_export)():
        return None
    if await asyncio.to_thread(renderers.unavailable) is not None:
        if await asyncio.to_thread(availability.unavailable) is not None:
            await off_loop(server_exports.fail_waiting_exports)(NO_EXPORT)
        return None  # else another worker can
    return await off_loop(server_exports.claim_export)()


async def _export(claim: ExportClaim) -> None:
    progress = _Progress()
    rendering = asyncio.create_task(
        render_video(claim.project_id, progress.set, claim.short_side), name=f"export {claim.id}"
    )
    heartbeats = asyncio.create_task(_send_heartbeats(claim, progress), name=f"heartbeats of export {claim.id}")
    try:
        await asyncio.wait([rendering, heartbeats], return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel_and_wait(rendering, heartbeats)
    if not rendering.cancelled():
        await _save_result(claim, rendering)


async def _save_result(claim: ExportClaim, rendering: "asyncio.Task[RenderedVideo]") -> None:
    try:
        finished = rendering.result()
        await persist(server_exports.finish_export)(claim, finished.revision, finished.file)
    except ExportFailed as failed:
        await persist(server_exports.fail_export)(claim, str(failed))
    except RequestRefused as refused:
        logger.warning("The renderer's file of export %s is refused: %s", claim.id, refused.detail)
        reason = WRONG_VIDEO if refused.code == "invalid" else refused.detail
        await persist(server_exports.fail_export)(claim, reason)
    except Exception:
        logger.exception("Export %s failed.", claim.id)
        await persist(server_exports.fail_export)(claim, INTERNAL_ERROR)


class _Progress:
    """The newest progress of the renderer."""

    detail = ""
    fraction: float | None = None

    def set(self, detail: str, fraction: float | None) -> None:
        self.detail, self.fraction = detail, fraction


async def _send_heartbeats(claim: ExportClaim, progress: _Progress) -> None:
    """Returns when the export is no longer requested, or was claimed by another worker."""
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        try:
            if not await off_loop(server_exports.record_heartbeat)(claim, progress.detail, progress.fraction):
                return
        except DatabaseError as problem:
            if not is_passing(problem):
                raise
