"""A project as one file that a person keeps or reads elsewhere: JSON or Markdown, made while it is read. Blocks."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet

from chatstream.rows.message_view import view
from projects import revisions
from projects.batches import in_batches
from projects.branches import path_of
from projects.conversation_text import as_markdown
from projects.message_rows import add_related_rows
from projects.models import Message, Project
from storyboard.encoding import NewerDocument
from storyboard.schema import Scene

BATCH = 50  # messages


def json_file(project: Project) -> Iterator[str]:
    """The project, the newest document of its film, and its messages as the API has them."""
    head = {"id": str(project.pk), "title": project.title, "created": project.created.isoformat()}
    film = revisions.to_snapshot(revisions.current(project.pk))
    yield json.dumps(head | {"storyboard": film}, ensure_ascii=False, indent=1)[:-2] + ',\n "messages": ['
    comma = ""
    for message in in_batches(_messages(project), "position", BATCH, add_related_rows):
        yield f"{comma}\n{view(message).encode()}"
        comma = ","
    yield "\n]}\n"


def markdown_file(project: Project) -> Iterator[str]:
    """Its title, what is to be read in the film, and the conversation."""
    yield f"# {project.title}\n"
    try:
        film = revisions.document_of(revisions.current(project.pk))
    except NewerDocument:
        film = None
    if film and film.scenes:
        yield f"\n{film.duration:g} s, {film.canvas.width} × {film.canvas.height}\n\n"
        for number, scene in enumerate(film.scenes, 1):
            yield _scene(number, scene)
    for message in in_batches(_messages(project).prefetch_related("tool_calls", "attachments"), "position", BATCH):
        yield as_markdown(message)


def _messages(project: Project) -> QuerySet[Message]:
    """The conversation as it is read now: without the versions that edits have left."""
    return project.messages.filter(path_of(project.pk, project.branch).messages(), removed=False)


def _scene(number: int, scene: Scene) -> str:
    words = " · ".join(" ".join(layer.text.split()) for layer in scene.layers if layer.type == "text")
    return f"{number}. **{scene.name}**, {scene.duration:g} s" + (f": {words}" if words else "") + "\n"
