"""What the operating system has booked on a process: CPU seconds and memory. Linux, by /proc."""

import os
from collections.abc import Sequence
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Sequence[int]) -> float:
    """User and system time of these processes, all their threads included, to a hundredth of a second."""
    return sum(_cpu_ticks(pid) for pid in pids) / _TICK


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # utime and stime of proc_pid_stat(5)


def memory_bytes(pid: int) -> int:
    """The proportional set size: private pages, and this process's share of those that others use too."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise LookupError(f"no Pss for {pid}")
