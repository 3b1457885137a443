"""The errors of a run, named by who must act. `str(error)` is a sentence for the user, written by us.

It never quotes a provider, whose words may hold a key: those are in `detail`, scrubbed, for the operator alone.
"""


class RunError(Exception):
    """The run ends in `error` + `finalized`. `code` is for programs; `retryable`: the same message may work again.

    `detail`: status and words of a provider, scrubbed, and what to check; may be "". `notice`: what the user reads instead, where
    the sentence is for the model that called a tool.
    """

    code = "internal"
    retryable = True

    def __init__(self, sentence: str, code: str = "", *, detail: str = "", notice: str = "") -> None:
        super().__init__(sentence)
        self.code = code or self.code
        self.detail = detail
        self.notice = notice


class ApprovalPending(BaseException):
    """The attempt stops here: a person must decide about a tool call first. `except Exception` does not catch it."""


class ModelError(RunError):
    """The model or its provider failed or broke off; trying again may help."""

    code = "model_failed"


class UserError(RunError):
    """The person asked for something that cannot be had as asked."""

    code = "request_refused"
    retryable = False


class OperatorError(RunError):
    """Whoever runs this server must act: a key, a setting, a quota."""

    code = "not_configured"
    retryable = False
