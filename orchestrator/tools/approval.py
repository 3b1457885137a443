"""Which tools wait until the person has allowed them: those that say so, and those that the operator names."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from orchestrator.tools import TOOLS
from orchestrator.tools.tool import Tool


def needs_approval(tool: Tool[Any]) -> bool:
    return tool.needs_approval or tool.name in settings.TOOLS_NEED_APPROVAL


def check_names() -> None:
    """Raises `ImproperlyConfigured`, with one sentence, for a tool that does not exist: nobody would ever be asked."""
    unknown = [name for name in settings.TOOLS_NEED_APPROVAL if name not in TOOLS]
    if unknown:
        raise ImproperlyConfigured(
            f"TOOLS_NEED_APPROVAL names {', '.join(unknown)}, which is no tool here; there are: {', '.join(TOOLS)}."
        )
