"""What a dialect is: pure functions from a request to a body, and from an event to what it adds to an answer."""

from typing import Any, Protocol

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.interface import StepRequest
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal


class Decoder(Protocol):
    """Reads the events of one answer. For two events that have `text_of`, one with both their texts is the same."""

    def read(self, event: Any, answer: Answer) -> None:
        """Put one event, as JSON, into `answer`; a whole answer in place of a stream comes as one event.

        Raises RefusalError for an error that stands in the stream, ValueError for what is no event of this dialect.
        """
        ...

    def text_of(self, event: Any) -> str:
        """The text of an event that adds it to the answer and does nothing else; "" for any other. Raises nothing."""
        ...


class Dialect(Protocol):
    """`name` is part of `Vendor.origin`, of stored options and of log lines."""

    name: str

    def path(self, model: str) -> str:
        """Where a streamed answer is asked for, below the address."""
        ...

    def headers(self, key: str) -> dict[str, str]: ...

    def body(self, model: str, request: StepRequest, options: Options, origin: str) -> dict[str, Any]:
        """The request as JSON. Answers of `origin` go back with their `vendor` data."""
        ...

    def decoder(self) -> Decoder: ...


class RefusalError(Exception):
    """The provider refused a request, by its status or by an event in its stream. `in_answer`: part of the answer came before."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.status)
        self.refusal = refusal
        self.in_answer = False
