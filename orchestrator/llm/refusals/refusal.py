"""A refusal of a provider, as it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestrator.llm.refusals.fields import Fields, read_fields

MAX_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer with which a provider refused a request.

    `status`: of HTTP, or 0 for an error inside a stream (of 200). `body`: at most its first 64 KiB, in whatever form.
    `headers`: keys in lower case.
    """

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Fields = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", read_fields(self.body[:MAX_BODY]))

    @property
    def effective_status(self) -> int:
        """The status that the body itself names, where that of HTTP is vague: errors in a stream, and gateways' 4xx in a 5xx."""
        vague = self.status < 400 or self.status in (400, 500, 502)
        return self.fields.status if vague and self.fields.status else self.status if self.status >= 300 else 0
