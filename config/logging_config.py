"""What is logged where: Django's LOGGING."""

from typing import Any


def logging_config(form: str, level: str) -> dict[str, Any]:
    """`form`: line or json. `level`: the least of a line that is written."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": "config.logs.JsonLines"},
        },
        "filters": {
            "one_line": {"()": "config.logs.OneLine"},
            "last_line": {"()": "config.logs.LastLine"},
            "store_trouble": {"()": "config.outage_logging.StoreTrouble"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["store_trouble"]},
            "refusals": {"class": "logging.StreamHandler", "formatter": form, "filters": ["one_line"]},
        },
        "loggers": {
            "django.request": {"level": "ERROR"},  # a 404 is not the operator's to mend
            "daphne.ws_protocol": {"filters": ["last_line"]},  # a handshake with a header that is no ASCII
            "django.security": {"handlers": ["refusals"], "propagate": False},  # a foreign Host, a forged cookie
        },
        "root": {"handlers": ["console"], "level": level},
    }
