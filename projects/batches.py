"""Many rows, a few at a time: no more than a batch is in memory, and no query is open between two of them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet


def in_batches(
    rows: QuerySet[Any], field: str, size: int, complete: Callable[[list[Any]], None] = lambda batch: None
) -> Iterator[Any]:
    """All of them in the order of `field`, which starts at 1; a query for each batch, and what `complete` reads of it."""
    last = 0
    while batch := list(rows.filter(**{f"{field}__gt": last}).order_by(field)[:size]):
        complete(batch)
        yield from batch
        last = getattr(batch[-1], field)
