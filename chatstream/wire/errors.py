"""What goes wrong on the wire, named by who must act."""


class RequestRefused(Exception):
    """The client asked for what cannot be served; nothing was written. Becomes `request_error` or its HTTP status.

    `code` is one of events.REFUSAL_STATUS; `detail` a sentence for a person; `retry_after` in seconds.
    """

    def __init__(self, code: str, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class NotFound(RequestRefused):
    """No such project or message, or not this user's: the two look alike."""

    def __init__(self, detail: str = "There is no such project.") -> None:
        super().__init__("not_found", detail)


class LaterChanges(RequestRefused):
    """Another take of an older answer: it goes back to before so many changes, and the person has not agreed to that."""

    def __init__(self, count: int) -> None:
        changes = "1 later change" if count == 1 else f"{count} later changes"
        super().__init__("conflict", f"This goes back to before {changes}. To do so, repeat it with discard_later.")
        self.count = count


class Fenced(Exception):
    """Another owner speaks for this message now; whoever gets this must fall silent."""


class LogLost(Exception):
    """The log is not the one this writer knew (flushed, expired, or gone back in time)."""


class PositionLost(Exception):
    """The entry at a reader's position is no longer in the log: only a snapshot can help."""
