"""What a run has said so far: the text that its final row, and a lost log, must be given."""

from dataclasses import dataclass, field

from chatstream.events import Event, ToolStart
from chatstream.pieces import restate_text
from chatstream.writer import Writer
from projects.ledger import Claim


@dataclass
class Transcript:
    """Everything the person sees of this run goes through here, and from here into the log."""

    claim: Claim
    parts: list[str] = field(default_factory=list)
    running: dict[object, ToolStart] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def say(self, writer: Writer, text: str) -> None:
        self.parts.append(text)
        writer.delta(text)

    def restate(self) -> list[Event]:
        """The events that put a new log right: the text that stands, and the tools that are at work."""
        return [*restate_text(self.claim.message_id, self.claim.attempt, self.text), *self.running.values()]
