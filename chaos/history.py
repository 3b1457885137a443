"""The record of what clients received and workers did, as JSON lines: each process writes a file, the checker reads all.

Every record has `at` (seconds since the epoch), `who` and `kind`:

    open, cut           a client's connection
    frame               what a client was sent: `frame`
    claim               a worker took a message: `message`, `fence`
    append              the log took events of a run: `message`, `writer`, `fence`, `head`
    effect              a tool's effect was committed: `call`
    fault               something was broken: `name`, `until`
    message, call, revision, entry    rows and the log, when all was over
"""

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class History:
    """Records in memory, and in a file if one is named: a line each, written at once, so that a kill loses none."""

    def __init__(self, path: Path | None = None) -> None:
        self.records: list[Record] = []
        self._file = path.open("a", buffering=1) if path else None

    def write(self, who: str, kind: str, **fields: Any) -> None:
        record = {"at": time.time(), "who": who, "kind": kind, **fields}
        if self._file is None:
            self.records.append(record)
        else:
            self._file.write(json.dumps(record, default=str) + "\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def read(paths: Iterable[Path]) -> list[Record]:
    """All records of these files, in the order of their clocks. A line that a kill cut short is left out."""
    records = [record for path in paths for record in _lines(path)]
    return sorted(records, key=lambda record: float(record["at"]))


def _lines(path: Path) -> Iterator[Record]:
    for line in path.read_text().splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
