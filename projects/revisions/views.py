"""A revision as clients get it: in a snapshot, and as an event."""

from typing import Any

from projects.events import StoryboardChanged
from projects.models import Revision
from storyboard.encoding import to_json


def to_snapshot(revision: Revision | None) -> dict[str, Any] | None:
    """The document as JSON, with the number of its revision as `revision`."""
    return {"revision": revision.number, **to_json(revision.document)} if revision is not None else None


def to_event(revision: Revision) -> StoryboardChanged:
    return StoryboardChanged(
        message_id=revision.message_id,
        revision=revision.number,
        cause=revision.cause,  # type: ignore[arg-type]
        summary=revision.summary,
        phrases=revision.phrases,
        storyboard=to_json(revision.document),
    )
