"""What a log says of a store that is away: one line when it goes and one when it is back, whoever else would write tracebacks."""

import logging

import django.db
from redis.exceptions import RedisError

import chatstream.log.connection
import chatstream.rows.database

UNAVAILABLE = 503  # Django logs a line for each such answer: whoever gave it has had the reason logged


class StoreTrouble(logging.Filter):
    """On a handler: a record whose exception only says that a store is away goes to that store's Outage in place of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        if problem is None:
            return getattr(record, "status_code", None) != UNAVAILABLE
        if isinstance(problem, BaseExceptionGroup) and (inner := problem.subgroup((RedisError, OSError))):
            problem = _first(inner) if len(inner.exceptions) == len(problem.exceptions) else problem
        if isinstance(problem, (RedisError, ConnectionError, TimeoutError)):
            chatstream.log.connection.outage.record_failure(problem)
            return False
        if isinstance(problem, django.db.Error) and chatstream.rows.database.is_passing(problem):
            if chatstream.rows.database.is_locked(problem):
                record.exc_info, record.exc_text = None, None
                return True
            chatstream.rows.database.outage.record_failure(problem)
            return False
        return True


def _first(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
