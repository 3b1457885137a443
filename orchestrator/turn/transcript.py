"""The text and reasoning of a run so far: its final row and, if the log is lost, the new log get them from here."""

from dataclasses import dataclass, field

from chatstream.log.writer import Writer
from chatstream.rows.ledger import Claim
from chatstream.wire.base import utf8_length
from chatstream.wire.events import Event, ToolStart
from chatstream.wire.text_parts import restate_text

BETWEEN_STEPS = "\n\n"
REASONING_MAX_BYTES = 64 * 1024  # of one answer; the rest is neither published nor stored
_ELLIPSIS = " …"


@dataclass
class Transcript:
    """Every delta of this run is added here, and from here written to the log.

    `finished_text`, `finished_reasoning`: of the steps before the current one. `running`: the tools that run, by call id.
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
        return join_steps([self.finished_text, self.step_text])

    @property
    def reasoning(self) -> str:
        return join_steps([self.finished_reasoning, self.step_reasoning])

    def begin_step(self) -> None:
        self.finished_text, self.finished_reasoning = self.text, self.reasoning
        self.drop_step()

    def drop_step(self) -> None:
        """Discard the current step; publish `restate()` next."""
        self._text, self._reasoning = [], []
        self._reasoning_room = REASONING_MAX_BYTES - utf8_length(self.finished_reasoning)

    def add_text(self, writer: Writer, text: str) -> None:
        if not self._text and self.finished_text:
            writer.delta(BETWEEN_STEPS)
        self._text.append(text)
        writer.delta(text)

    def add_reasoning(self, writer: Writer, text: str) -> None:
        if self._reasoning_room <= 0:
            return
        size = utf8_length(text)
        if size > self._reasoning_room:
            text = text.encode()[: self._reasoning_room].decode(errors="ignore") + _ELLIPSIS
        self._reasoning_room -= size
        if not self._reasoning and self.finished_reasoning:
            writer.reasoning(BETWEEN_STEPS)
        self._reasoning.append(text)
        writer.reasoning(text)

    def restate(self) -> list[Event]:
        """The events that bring a reader up to date: the current text and reasoning, and the tools that run."""
        text_events = restate_text(self.claim.message_id, self.claim.attempt, self.text, self.reasoning)
        return [*text_events, *self.running.values()]


def join_steps(steps: list[str]) -> str:
    """The texts of several steps as one text."""
    return BETWEEN_STEPS.join(step for step in steps if step)
