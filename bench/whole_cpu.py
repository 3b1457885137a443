"""`python -m bench.whole_cpu COMMAND…`: run a command, and print the CPU seconds of all its processes, orphans too. Linux."""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress

_PR_SET_CHILD_SUBREAPER = 36  # prctl(2): orphans become ours, so that they are waited for, and booked


def main(command: list[str]) -> int:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    began = time.monotonic()
    # A pipe that nobody writes to: a renderer ends with its standard input.
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        code = process.wait()
    seconds = time.monotonic() - began
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "seconds": seconds}))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
