"""One worker process of this product: runs, exports, and what it announces of itself."""

import asyncio

from django.conf import settings

from chatstream.run.threads import joined_threads
from chatstream.run.worker import run_worker
from chatstream.run.worker_shutdown import shut_down_on_signals
from orchestrator.erasure import sweep_deleted
from orchestrator.llm import prices
from orchestrator.llm.registry import close_providers
from orchestrator.llm.roles import get_roles
from orchestrator.rendering import availability
from orchestrator.rendering.folders import remove_dead_folders
from orchestrator.rendering.requested_exports import serve_requests
from orchestrator.run import metrics
from orchestrator.run.allowances import warn_of_unknown_prices


async def work() -> None:
    """Work until SIGTERM or SIGINT; exit within seconds after that, also while the database or Redis is away."""
    shut_down_on_signals()
    async with joined_threads():
        await asyncio.to_thread(remove_dead_folders)
        if get_roles(settings.LLM_MODEL).director.name != "demo":
            prices.load()  # takes a second, which the first answer would wait for
            warn_of_unknown_prices()
        try:
            await run_worker(
                background=[metrics.publish_forever, availability.announce_forever, serve_requests],
                sweeps=[sweep_deleted],
            )
        finally:
            await close_providers()
