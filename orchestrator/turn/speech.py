"""The output of a model as it streams: text and reasoning go into the transcript and the log."""

import time
from dataclasses import dataclass

from chatstream.log.writer import Writer
from chatstream.wire.events import Status
from orchestrator.turn.transcript import Transcript


@dataclass
class Speech:
    """The listener of a run's model calls. `first_word_at`: seconds on the monotonic clock."""

    writer: Writer
    transcript: Transcript
    first_word_at: float | None = None

    @property
    def text(self) -> str:
        return self.transcript.step_text

    def add_text(self, text: str) -> None:
        if self.first_word_at is None:
            self.first_word_at = time.monotonic()
        self.transcript.add_text(self.writer, text)

    def add_reasoning(self, text: str) -> None:
        self.transcript.add_reasoning(self.writer, text)

    def retract(self) -> None:
        """Discard the current step; readers get `restarted` with the text of the steps before it."""
        self.transcript.drop_step()
        for event in self.transcript.restate():
            self.writer.emit(event)
        claim = self.transcript.claim
        self.writer.emit(Status(message_id=claim.message_id, status="thinking", attempt=claim.attempt))
