"""A run as scripts read it: one flat row."""

from typing import Any

from operations.models import Run

FIELDS = (
    "id",
    "user",
    "project",
    "created",
    "finished",
    "status",
    "code",
    "detail",
    "attempt",
    "first_token_ms",
    "elapsed_ms",
    "model",
    "input_tokens",
    "output_tokens",
    "cost",
    "estimated",
)
TEXTS = ("question", "answer")


def row_of(run: Run) -> dict[str, Any]:
    """The values of FIELDS. `detail`: the provider's own words. What is not known is None."""
    usage = run.usage or {}
    return {
        "id": str(run.pk),
        "user": run.project.owner.get_username(),
        "project": str(run.project_id),
        "created": run.created.isoformat(),
        "finished": run.finished and run.finished.isoformat(),
        "status": run.status,
        "code": (run.error or {}).get("code"),
        "detail": run.error_detail,
        "attempt": run.attempt,
        "first_token_ms": run.first_token_ms,
        "elapsed_ms": run.elapsed_ms,
        "model": ", ".join(models_of(run)),
        **{name: usage.get(name) for name in ("input_tokens", "output_tokens", "cost", "estimated")},
    }


def texts_of(run: Run) -> dict[str, str]:
    """The values of TEXTS: what was written, for who may read it."""
    assert run.answers is not None  # held by a constraint
    return {"question": run.answers.content, "answer": run.content}


def models_of(run: Run) -> list[str]:
    """Which models answered, as KIND:NAME."""
    names = (run.usage or {}).get("model") or []
    return [names] if isinstance(names, str) else names
