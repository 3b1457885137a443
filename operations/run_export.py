"""The runs of a list as a file, page by page: as many rows as there are, and never more than PAGE of them in memory."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from chatstream.rows.database import off_loop
from operations.models import Run
from operations.run_rows import FIELDS, TEXTS, row_of, texts_of

PAGE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheets

Row = dict[str, Any]


def export_ndjson(runs: QuerySet[Run], with_text: bool) -> AsyncIterator[str]:
    """A JSON object a line."""
    return _export(runs, with_text, lambda rows: "".join(f"{json.dumps(row)}\n" for row in rows))


async def export_csv(runs: QuerySet[Run], with_text: bool) -> AsyncIterator[str]:
    """The names of the columns first."""
    names = [*FIELDS, *(TEXTS if with_text else ())]
    yield _lines([names])
    async for lines in _export(runs, with_text, lambda rows: _lines([row[name] for name in names] for row in rows)):
        yield lines


async def _export(runs: QuerySet[Run], with_text: bool, encode: Callable[[Iterable[Row]], str]) -> AsyncIterator[str]:
    if with_text:
        runs = runs.defer(None).select_related("project__owner", "answers")
    after: Run | None = None
    while page := await off_loop(_read_page)(runs, after):
        yield encode([row_of(run) | (texts_of(run) if with_text else {}) for run in page])
        after = page[-1]


def _read_page(runs: QuerySet[Run], after: Run | None) -> list[Run]:
    """The newest runs older than `after`."""
    if after is not None:
        runs = runs.filter(Q(created__lt=after.created) | Q(created=after.created, pk__lt=after.pk))
    return list(runs.order_by("-created", "-pk")[:PAGE])


def _lines(rows: Iterable[list[Any]]) -> str:
    output = io.StringIO()
    csv.writer(output).writerows([_cell(value) for value in row] for row in rows)
    return output.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
