"""Pages of a list that may have millions of rows."""

from typing import TYPE_CHECKING, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from projects.models import Message

if TYPE_CHECKING:
    Pages = Paginator[Message]
else:
    Pages = Paginator

MOST = 10_000


class BoundedPaginator(Pages):
    """Counts no further than MOST: a count of all rows reads all rows. What is older is found by a search or a date."""

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Message]", self.object_list)
        return rows.order_by()[:MOST].count()
