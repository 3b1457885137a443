"""Giving the project a name: the one the person asks for, word for word."""

import re

from orchestrator.llm.demo import brief
from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.reply import Reply, ToolCall, question

MAX_CHARACTERS = 100
_POLITE = r"(?:(?:please|ok(?:ay)?|now|and|can|could|would|will|you|we|let's|lets|let us|i'd like to|i want to|just|actually|hey|hi)[\s,]+)*"
_PROJECT = r"(?:it|this|that|everything|(?:the|this|my|our)\s+(?:whole\s+)?(?:project|video|thing|plan|film|clip))"
_RENAMES = (
    rf"^{_POLITE}(?:call|name|title)\s+{_PROJECT}\s+(?P<name>.+)",
    rf"^{_POLITE}(?:rename|retitle)\s+(?:{_PROJECT}\s+)?(?:to|as|into)\s+(?P<name>.+)",
    rf"^{_POLITE}(?:change|set|make)\s+(?:the|its|this|my)\s+(?:project\s+|video\s+)?(?:name|title)\s+(?:of\s+{_PROJECT}\s+)?(?:to|into|be)?\s*:?\s*(?P<name>.+)",
    rf"^(?:the\s+)?(?:project\s+|video\s+)?(?:name|title)(?:\s+of\s+{_PROJECT})?\s*(?:should be|must be|is|:)\s*(?P<name>.+)",
    rf"^{_POLITE}{_PROJECT}\s+(?:should|must|shall|will)\s+be\s+(?:called|named|titled)\s+(?P<name>.+)",
)
_NO_NAME = re.compile(rf"^{_POLITE}(?:rename|retitle|name)\s+{_PROJECT}\W*$", re.I)


def asked_name(message: str) -> str:
    """Return the name that a message asks for and nothing else, or ""."""
    first_line = message.strip().split("\n")[0]
    match = next(filter(None, (re.search(pattern, first_line, re.I) for pattern in _RENAMES)), None)
    return brief.unquoted(match["name"])[:MAX_CHARACTERS] if match else ""


def rename(talk: Conversation) -> Reply | None:
    if name := asked_name(talk.message):
        done = (
            f"The project is called **{name}** now.",
            f"**{name}** it is.",
            f"Renamed: it is **{name}** from here on.",
        )
        cannot = f"I have no way to rename the project here, but **{name}** is noted as its name."
        return Reply(cannot, ToolCall("set_title", {"title": name, "asked": True}), "", talk.voice.pick(done))
    if not _NO_NAME.search(talk.message):
        return None
    options = [f"Call it {talk.plan.title}"] if talk.plan else []
    asks = ("What should it be called?", "Which name do you have in mind?")
    return question(talk.voice.pick(asks), options, "Gladly.", "Tell me the name, and I will set it.")
