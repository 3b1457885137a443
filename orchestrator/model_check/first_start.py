"""The models that were checked successfully in this folder: `up` checks a new one at its first start."""

import json
from pathlib import Path

from django.conf import settings


def is_checked(model: str) -> bool:
    return model in _read_checked()


def mark_checked(model: str) -> None:
    _file().write_text(json.dumps(sorted({*_read_checked(), model})))


def _read_checked() -> list[str]:
    try:
        read = json.loads(_file().read_text())
    except (OSError, ValueError):
        return []
    return read if isinstance(read, list) else []


def _file() -> Path:
    return Path(settings.VAR_DIR) / "checked-models.json"
