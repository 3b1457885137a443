"""Counts a call of a model along with its provider, whose own count comes last, and of a call that breaks off never."""

from dataclasses import dataclass

from orchestrator.llm.interface import Chunk, Reasoning, StepEnd, StepRequest, Text, Usage
from orchestrator.llm.token_estimate import estimate_input, estimate_output


@dataclass
class CallCount:
    """`has_begun`: its provider answers. `has_failed`: its provider has ended it, and not we, by a stop or a shutdown.

    `characters`: those that have come. `end`: None for a call that broke off.
    """

    request: StepRequest
    has_begun: bool = False
    has_failed: bool = False
    characters: int = 0
    end: StepEnd | None = None

    def add(self, chunk: Chunk) -> None:
        if isinstance(chunk, (Text, Reasoning)):
            self.characters += len(chunk.text)
        elif isinstance(chunk, StepEnd):
            self.end = chunk

    @property
    def is_paid(self) -> bool:
        """Not so a call that was refused before its first word."""
        return self.end is not None or self.characters > 0 or (self.has_begun and not self.has_failed)

    def estimate(self) -> Usage:
        """What a provider would have counted so far. A tool request that was being written is not in it."""
        return Usage(estimate_input(self.request), estimate_output(self.characters))
