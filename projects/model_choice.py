"""Which model answers in a project: the operator's own, or one of those that people may choose."""

from typing import Any
from uuid import UUID

from django.conf import settings

from chatstream.wire.errors import RequestRefused
from projects.actions import get_project
from projects.models import Project


def choices() -> list[str]:
    """The operator's model, then the others of `LLM_CHOICES`. With a single entry the page offers no choice."""
    return list(dict.fromkeys([settings.LLM_MODEL, *settings.LLM_CHOICES]))


def model_of(project: Project) -> str:
    """The chosen model while it is among the choices, else the operator's."""
    return project.model if project.model in choices() else settings.LLM_MODEL


def choose_model(user: Any, project_id: UUID, model: str) -> Project:
    """From the next message on. Raises NotFound, and RequestRefused for a model that is not on the list."""
    project = get_project(user, project_id)
    if model not in choices():
        raise RequestRefused("invalid", f"There is no such choice of a model; there are: {', '.join(choices())}.")
    project.model = "" if model == settings.LLM_MODEL else model
    project.save(update_fields=["model"])
    return project
