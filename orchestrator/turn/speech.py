"""What a person hears of a model: its words and its thoughts, as they come, in the log and in the transcript."""

import time
from dataclasses import dataclass

from chatstream.log.writer import Writer
from chatstream.wire.events import Status
from orchestrator.turn.transcript import Transcript


@dataclass
class Speech:
    """The listener of a run's steps. `first_word_at`: on the monotonic clock."""

    writer: Writer
    transcript: Transcript
    first_word_at: float | None = None

    @property
    def text(self) -> str:
        return self.transcript.step_text

    def add_text(self, text: str) -> None:
        if self.first_word_at is None:
            self.first_word_at = time.monotonic()
        self.transcript.say(self.writer, text)

    def add_reasoning(self, text: str) -> None:
        self.transcript.think(self.writer, text)

    def retract(self) -> None:
        """People see the step begin anew: `restarted`, with the text of the steps before it."""
        self.transcript.drop_step()
        for event in self.transcript.restate():
            self.writer.emit(event)
        claim = self.transcript.claim
        self.writer.emit(Status(message_id=claim.message_id, status="thinking", attempt=claim.attempt))
