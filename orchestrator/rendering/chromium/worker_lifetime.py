"""A renderer ends with its worker: the end of standard input, or SIGTERM, ends it and all processes that it has started."""

import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import NoReturn

GRACE_SECONDS = 3.0


class Cancelled(BaseException):
    """The worker has cancelled the rendering, or has died."""


def die_with_worker() -> None:
    """From now on, raise Cancelled in the main thread when the worker ends; after GRACE_SECONDS kill the process group."""
    signal.signal(signal.SIGTERM, _cancel)
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _cancel(number: int, frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
    raise Cancelled


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
