"""Answers that stream and cannot be lost, for any Django project.

Every event is in a log in Valkey/Redis before anyone sees it, every answer is a row with one owner, and another worker takes
over what a dead one leaves. docs/chatstream.md is the way in; `@chatstream.responder` is where your own code begins.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatstream.answers.answer import Answer
    from chatstream.answers.responder import FunctionResponder, responder
    from chatstream.run.errors import ModelError, OperatorError, RunError, UserError
    from chatstream.wire.errors import NotFound, RequestRefused

__version__ = "0.1.0"

# Loaded when they are asked for: they need the settings, and Django imports this package before it has read them.
_MODULES = {
    "Answer": "chatstream.answers.answer",
    "FunctionResponder": "chatstream.answers.responder",
    "ModelError": "chatstream.run.errors",
    "NotFound": "chatstream.wire.errors",
    "OperatorError": "chatstream.run.errors",
    "RequestRefused": "chatstream.wire.errors",
    "RunError": "chatstream.run.errors",
    "UserError": "chatstream.run.errors",
    "responder": "chatstream.answers.responder",
}

__all__ = [
    "Answer",
    "FunctionResponder",
    "ModelError",
    "NotFound",
    "OperatorError",
    "RequestRefused",
    "RunError",
    "UserError",
    "responder",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'chatstream' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
