"""A name for a project that has none: from the first message."""

import re

LONGEST = 48  # characters

_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s|\n")


def name_after(message: str) -> str:
    """The first sentence of the message, on one line, cut at a word."""
    sentence = " ".join(_SENTENCE_END.split(message.strip(), maxsplit=1)[0].split())
    if len(sentence) <= LONGEST:
        return sentence.rstrip(".,;:")
    cut = sentence[:LONGEST].rpartition(" ")[0] or sentence[:LONGEST]
    return f"{cut.rstrip('.,;:')}…"
