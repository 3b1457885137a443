"""The threads on which a process waits for its database. One that is never answered must not keep it from ending.

Python joins its threads without a limit, and none can be ended from outside: the process exits without them.
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

JOIN_SECONDS = 0.5  # with what a worker gives its runs, less than `manage.py up` gives a worker
_NAME = "blocking call"


@asynccontextmanager
async def own_threads() -> AsyncIterator[None]:
    """The pool of the running loop, for `asyncio.to_thread` and the like. At the end its threads are joined.

    If one of them goes on for JOIN_SECONDS, the process exits here, with 0.
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
    timer.daemon = True  # it is not waited for itself
    timer.start()


def _exit() -> None:
    """At once, and without Python's own end."""
    logger.warning("Exiting although a call is not answered, by the database most likely.")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
