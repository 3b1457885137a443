"""What the answers of these tests say, and how an answer ends that cannot be read."""

from .transcripts import Words

HI = (Words("Hi "), Words("you"))
