"""Events that differ in their text alone are joined before they are read: nearly all of an answer is made of them."""

import re

from orchestrator.llm.http.sse import ServerSentEvent

# OpenAI's, another in each; nobody reads it. Looking ahead halves the time for the other keys.
_CHANGING = re.compile(rb',"(?=[so])(?:sequence_number":\d+|obfuscation":"\w*")')
_TEXTS = re.compile(rb'[^"\\]*(?:\\[^\n][^"\\]*)*')  # as they stand in JSON, one a line
_WORD = re.compile(r"[\w .,]+", re.ASCII)  # every server writes it with the same bytes


class AlikeEvents:
    """For one answer. What is joined is one event, as of a server that gathers its words."""

    def __init__(self) -> None:
        self._fields = self._before = self._behind = b""  # of an event: the fields, and the data around its text

    def join(self, piece: bytes) -> bytes:
        """A piece of such events alone as one event, any other piece as it is."""
        piece = _CHANGING.sub(b"", piece)
        head, tail = self._fields + self._before, self._behind + b"\n\n"
        if not (self._before and piece.startswith(head) and piece.endswith(tail)):
            return piece
        texts = piece[len(head) : -len(tail)].split(tail + head)
        lines = b"\n".join(texts)
        is_text = lines.count(b"\n") == len(texts) - 1 and _TEXTS.fullmatch(lines)
        return b"".join((head, *texts, tail)) if is_text else piece

    def knows(self, data: bytes) -> bool:
        """Whether an event with this data would be joined to its neighbours."""
        return bool(self._before) and data.startswith(self._before) and data.endswith(self._behind)

    def learn(self, event: ServerSentEvent, text: str) -> None:
        """From now on join what looks like `event`, which adds `text` to the answer and does nothing else."""
        before, *behind = event.data.split(b'"%b"' % text.encode()) if _WORD.fullmatch(text) else [b""]
        if len(behind) == 1:
            self._fields = (b"event: %b\n" % event.name.encode() if event.name else b"") + b"data: "
            self._before, self._behind = before + b'"', b'"' + behind[0]
