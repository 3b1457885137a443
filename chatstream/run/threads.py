"""The threads on which a process waits for its database. A call that never returns must not keep the process from exiting.

Python joins its threads without a time limit, and none can be killed: the process exits without them.
"""

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

logger = logging.getLogger(__name__)

JOIN_SECONDS = 0.5  # with SHUTDOWN_SECONDS of the run pool, less than `manage.py up` gives a worker
_NAME = "blocking call"


@asynccontextmanager
async def joined_threads() -> AsyncIterator[None]:
    """Set the thread pool of the running loop, for `asyncio.to_thread` and the like; join its threads at the end.

    If one of them still runs after JOIN_SECONDS, the process exits here, with 0.
    """
    pool = ThreadPoolExecutor(thread_name_prefix=_NAME)
    asyncio.get_running_loop().set_default_executor(pool)
    yield
    pool.shutdown(wait=False, cancel_futures=True)
    end = time.monotonic() + JOIN_SECONDS
    while any(thread.name.startswith(_NAME) for thread in threading.enumerate()):
        if time.monotonic() > end:
            _exit()
        await asyncio.sleep(0.02)


def exit_after(seconds: float) -> None:
    """Exit, with 0, if this process still runs then."""
    timer = threading.Timer(seconds, _exit)
    timer.daemon = True  # Python does not join it at its end
    timer.start()


def _exit() -> None:
    """Exit at once, without joining threads."""
    logger.warning("Exiting although a blocking call, most likely to the database, has not returned.")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
