"""An outage that is expected is logged in one line."""

import logging


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
