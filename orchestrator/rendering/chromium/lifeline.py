"""A renderer's life hangs on its worker's: standard input that ends, or SIGTERM, ends it, and all that it has started."""

import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import NoReturn

GRACE_SECONDS = 3.0


class Cancelled(BaseException):
    """The worker wants no more of it, or is gone."""


def hang_on_the_worker() -> None:
    """Cancelled is raised in the main thread when the time has come; who does not end then is killed."""
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
