"""Tasks are JSON in the queue. docket would write pickles, with which who can write to Valkey can have workers run any code."""

import json
import logging
from typing import Any

import docket.execution
import docket.strikelist
import docket.worker

logger = logging.getLogger(__name__)


class Arguments(list[Any]):
    """By place; our tasks have none by name. What is read is not told which of the two it is."""

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
        """What is of another shape becomes arguments that no task takes: it fails, and the worker goes on with the next."""
        try:
            value = json.loads(data)
        except ValueError:
            logger.warning("A task in the queue is no JSON; it is dropped. The sweep finds the run, if there is one.")
            value = []
        return Arguments(value if isinstance(value, list) else [])


def use_json() -> None:
    for module in (docket.execution, docket.strikelist, docket.worker):
        assert hasattr(module, "cloudpickle"), f"{module.__name__} writes its tasks another way now"
        module.cloudpickle = JsonFormat  # type: ignore[attr-defined]
