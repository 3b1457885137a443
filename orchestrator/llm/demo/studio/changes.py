"""From a message to the calls that change the video: clause by clause, in the order of the message."""

from dataclasses import dataclass, field

from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio import meant
from orchestrator.llm.demo.studio.adding import added
from orchestrator.llm.demo.studio.clauses import clauses
from orchestrator.llm.demo.studio.order import deleted, moved, swapped
from orchestrator.llm.demo.studio.parts import Clause, Edit, Unclear
from orchestrator.llm.demo.studio.pictured import pictured
from orchestrator.llm.demo.studio.restyled import whole
from orchestrator.llm.demo.studio.retold import scene_changes
from orchestrator.llm.demo.studio.videos import Video

EDITS: tuple[Edit, ...] = (swapped, pictured, added, deleted, moved, scene_changes, whole)
_LAST = ("add_scene", "delete_scenes", "move_scene")  # they change the numbers that the others go by


@dataclass
class Wanted:
    """`missed`: the clauses that were not understood."""

    calls: list[ToolCall] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def read(talk: Conversation, video: Video) -> Wanted:
    """Raises OperationRefused for a scene that is not there, Unclear for one that is not named."""
    wanted = Wanted()
    parts = clauses(talk.message)
    several = len(parts) > 1
    focus = meant.last_one(video, talk.touched, talk.earlier) if video.chosen is None else video.chosen
    for text in parts:
        clause = Clause(text, video, focus, several, talk)
        calls = _calls(clause, wanted.calls)
        wanted.calls += calls
        if not calls:
            wanted.missed.append(text)
        elif (found := _named(text, video)) is not None:
            focus = found
    return _in_order(wanted)


def _calls(clause: Clause, before: list[ToolCall]) -> list[ToolCall]:
    for edit in EDITS:
        if calls := edit(clause):
            return calls
    return []


def _named(text: str, video: Video) -> int | None:
    found = meant.find(text, video)
    return found.places[0] if found and len(found.places) == 1 else None


def _in_order(wanted: Wanted) -> Wanted:
    """ "Speed it up and make the scene 3 seconds" says with its second part what the first one means."""
    exact = [call for call in wanted.calls if call.name == "set_duration" and "by_pace" not in call.notes]
    if exact:
        wanted.calls = [call for call in wanted.calls if "by_pace" not in call.notes]
    wanted.calls.sort(key=lambda call: _LAST.index(call.name) + 1 if call.name in _LAST else 0)
    return wanted


__all__ = ["EDITS", "Unclear", "Wanted", "read"]
