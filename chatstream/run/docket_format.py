"""Tasks are JSON in the queue. docket would write pickles, with which who can write to Valkey can have workers run any code."""

import json
import logging
from typing import Any

import docket.execution
import docket.strikelist
import docket.worker

logger = logging.getLogger(__name__)


class NoArguments(tuple[()]):
    """No arguments, by place or by name: what is read is not told which it is."""

    def keys(self) -> tuple[()]:
        return ()

    items = keys


class JsonFormat:
    """In the place of the module that docket calls: `dumps` and `loads`."""

    @staticmethod
    def dumps(value: Any) -> bytes:
        return json.dumps(value).encode()

    @staticmethod
    def loads(data: bytes) -> Any:
        """What is no JSON becomes no arguments: its task fails by itself, and the worker goes on with the next."""
        try:
            return json.loads(data)
        except ValueError:
            logger.warning("A task in the queue is no JSON; it is dropped. The sweep finds the run, if there is one.")
            return NoArguments()


def use_json() -> None:
    for module in (docket.execution, docket.strikelist, docket.worker):
        assert hasattr(module, "cloudpickle"), f"{module.__name__} writes its tasks another way now"
        module.cloudpickle = JsonFormat  # type: ignore[attr-defined]
