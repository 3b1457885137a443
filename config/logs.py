"""How lines are written: an outage that is expected in one line, and with LOG_FORMAT=json each as an object."""

import json
import logging
from datetime import UTC, datetime

from chatstream.log_context import current_ids


class JsonLines(logging.Formatter):
    """`{time, level, logger, message, …ids, traceback?}`: the ids are those of the request, the socket or the run."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **current_ids(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class OneLine(logging.Filter):
    """Leaves the traceback out. For loggers whose every message tells of a request that was refused, not of a fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True


class LastLine(logging.Filter):
    """For a logger whose messages are tracebacks: what went wrong stands in the last line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = (record.getMessage().strip().splitlines() or [""])[-1], ()
        return True
