"""Whether the worker of this event loop shuts down: its runs are then released to other workers, not finished."""

import asyncio
import logging
import signal

from chatstream.loop_local import LoopLocal

logger = logging.getLogger(__name__)

_requested = LoopLocal(asyncio.Event)


def shutdown_requested() -> asyncio.Event:
    return _requested.get()


def request_shutdown() -> None:
    """Have the worker of the running loop end. Harmless to repeat."""
    logger.warning("Shutting down: unfinished runs are released to other workers.")
    shutdown_requested().set()


def shut_down_on_signals() -> None:
    """SIGTERM and SIGINT end the worker of the running loop, which is that of the main thread."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, request_shutdown)
