"""A child process that does not outlive its parent, however the parent ends."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def signal_on_parent_death(number: signal.Signals) -> None:
    """To be called in the child: the kernel sends it this signal when its parent dies. Does nothing outside Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
