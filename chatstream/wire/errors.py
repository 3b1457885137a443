"""Errors of streams, named by who must act."""


class RequestRefused(Exception):
    """The client must act: nothing was written. It becomes a `request_error` or an HTTP status.

    `code`: one of replies.REFUSAL_STATUS. `detail`: a sentence for a person. `retry_after`: in seconds.
    """

    def __init__(self, code: str, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class NotFound(RequestRefused):
    """No such stream or message, or not this user's: the two look alike."""

    def __init__(self, detail: str = "There is no such project.") -> None:
        super().__init__("not_found", detail)


class LaterChanges(RequestRefused):
    """The person must agree: another answer to an older message takes `count` later changes away."""

    def __init__(self, count: int) -> None:
        changes = "1 later change" if count == 1 else f"{count} later changes"
        super().__init__("conflict", f"This goes back to before {changes}. To do so, repeat it with discard_later.")
        self.count = count


class QuotaExceeded(RequestRefused):
    """The person must wait: what may be used in a time is used up. `measure`: of what; `of`: of whom; `left`: not used yet."""

    def __init__(self, detail: str, retry_after: float, measure: str, of: str, left: float) -> None:
        super().__init__("quota_exceeded", detail, retry_after)
        self.quota: dict[str, str | float] = {"measure": measure, "of": of, "left": left}


class Fenced(Exception):
    """Another owner has the message: whoever gets this must stop writing."""


class LogLost(Exception):
    """The log is not the one that this producer knew (flushed, expired, or gone back in time): restate, or stop."""


class PositionLost(Exception):
    """The log does not have a reader's position any more: send a snapshot."""
