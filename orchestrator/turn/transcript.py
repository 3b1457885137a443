"""What a run has said so far: the text and the reasoning that its final row, and a lost log, must be given."""

from dataclasses import dataclass, field

from chatstream.log.writer import Writer
from chatstream.wire.base import utf8_length
from chatstream.wire.events import Event, ToolStart
from chatstream.wire.text_parts import restate_text
from projects.ledger import Claim

BETWEEN_STEPS = "\n\n"
REASONING_MAX_BYTES = 64 * 1024  # of one answer: what comes after it is not shown, and not kept
_GOES_ON = " …"


@dataclass
class Transcript:
    """Everything the person sees of this run goes through here, and from here into the log.

    `finished_text`, `finished_reasoning`: of the steps before the one that is being written.
    """

    claim: Claim
    finished_text: str = ""
    finished_reasoning: str = ""
    running: dict[object, ToolStart] = field(default_factory=dict)
    _text: list[str] = field(default_factory=list)
    _reasoning: list[str] = field(default_factory=list)
    _reasoning_room: int = REASONING_MAX_BYTES

    @property
    def step_text(self) -> str:
        return "".join(self._text)

    @property
    def step_reasoning(self) -> str:
        return "".join(self._reasoning)

    @property
    def text(self) -> str:
        return joined([self.finished_text, self.step_text])

    @property
    def reasoning(self) -> str:
        return joined([self.finished_reasoning, self.step_reasoning])

    def begin_step(self) -> None:
        self.finished_text, self.finished_reasoning = self.text, self.reasoning
        self.drop_step()

    def drop_step(self) -> None:
        """Forget what was said of this step; `restate` says so."""
        self._text, self._reasoning = [], []
        self._reasoning_room = REASONING_MAX_BYTES - utf8_length(self.finished_reasoning)

    def say(self, writer: Writer, text: str) -> None:
        if not self._text and self.finished_text:
            writer.delta(BETWEEN_STEPS)
        self._text.append(text)
        writer.delta(text)

    def think(self, writer: Writer, text: str) -> None:
        if self._reasoning_room <= 0:
            return
        size = utf8_length(text)
        if size > self._reasoning_room:
            text = text.encode()[: self._reasoning_room].decode(errors="ignore") + _GOES_ON
        self._reasoning_room -= size
        if not self._reasoning and self.finished_reasoning:
            writer.reasoning(BETWEEN_STEPS)
        self._reasoning.append(text)
        writer.reasoning(text)

    def restate(self) -> list[Event]:
        """The events that put a new log right: the text and the reasoning that stand, and the tools that are at work."""
        stands = restate_text(self.claim.message_id, self.claim.attempt, self.text, self.reasoning)
        return [*stands, *self.running.values()]


def joined(steps: list[str]) -> str:
    """What several steps have said, as one text."""
    return BETWEEN_STEPS.join(step for step in steps if step)
