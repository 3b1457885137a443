"""What an answer is, in no dialect, and what each dialect makes of it, byte for byte, and of a request."""

from .anthropic import Anthropic
from .chat import Chat
from .google import Google
from .parts import TOKENS, Call, Entry, Sent, Thought, Tokens, Words
from .responses import Responses
from .transcript import Transcript, frame, frames

TRANSCRIPTS: dict[str, Transcript] = {each.name: each for each in (Chat(), Responses(), Anthropic(), Google())}

__all__ = [
    "TOKENS",
    "TRANSCRIPTS",
    "Call",
    "Entry",
    "Sent",
    "Thought",
    "Tokens",
    "Transcript",
    "Words",
    "frame",
    "frames",
]
