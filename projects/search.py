"""Search in a person's projects: in their names and in their messages. Blocks.

Bounded: the newest PROJECTS of them, and MAX_WORDS words; what a person has is found by an index, and read through.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest, Lower, StrIndex, Substr

from projects.models import Message, Project, projects_for

PROJECTS = 2000
MAX_WORDS = 6
EXCERPT = 120  # characters
_BEFORE = 30  # of them before the word


def matching(rows: QuerySet[Project], user: Any, words: str) -> QuerySet[Project]:
    """Those that have each of the words in the title or in a message, whatever the case."""
    newest = projects_for(user).order_by("-updated", "-id").values_list("pk", flat=True)[:PROJECTS]
    rows = rows.filter(pk__in=list(newest))
    for word in words.split()[:MAX_WORDS]:
        messages = Message.objects.filter(project=OuterRef("pk"), removed=False, content__icontains=word)
        rows = rows.filter(Q(title__icontains=word) | Exists(messages))
    return rows


def excerpts(projects: Sequence[Project], words: str) -> dict[UUID, str]:
    """Of each project whose title lacks the first word: a piece of the first message that has it."""
    [word, *_] = words.split()
    wanted = [project.pk for project in projects if word.lower() not in project.title.lower()]
    found = Message.objects.filter(project__in=wanted, removed=False, content__icontains=word)
    place = Greatest(StrIndex(Lower("content"), Value(word.lower())) - _BEFORE, Value(1))
    piece = Substr("content", F("at"), EXCERPT)  # type: ignore[arg-type] # a field is an expression too
    pieces = found.annotate(at=place).annotate(piece=piece).order_by("project", "-position")
    return {project_id: _trim(piece, at) for project_id, piece, at in pieces.values_list("project_id", "piece", "at")}


def _trim(piece: str, at: int) -> str:
    text = " ".join(piece.split())
    return f"…{text.partition(' ')[2]}" if at > 1 else text
