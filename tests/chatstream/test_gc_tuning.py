"""What a server process has freed, the system gets back."""

import subprocess
import sys

# Blocks that libc keeps, with some between them that stay: freed pages lie in the midst of the heap.
FREE_MOST_OF_A_HEAP = """
import gc
from pathlib import Path
from chatstream.gc_tuning import freeze_loaded_objects

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) // 256

freeze_loaded_objects()
before = resident()
blocks = [bytes(1000) for _ in range(60_000)]
kept = blocks[::100]
full = resident()
del blocks
freed = resident()
gc.collect()
print(full - before, freed - before, resident() - before)
"""


def test_freed_memory_goes_back_with_the_next_full_collection() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FREE_MOST_OF_A_HEAP], capture_output=True, text=True, check=True, timeout=60
    )
    full, freed, end = map(int, done.stdout.split())
    assert full > 50
    assert freed > full * 0.9, "nothing was left to give back"
    assert end < full * 0.3
