"""The numbers that pages give are those of the code."""

import pytest
from django.conf import settings

from chatstream.access import tickets
from chatstream.doors import consumer, http, window
from chatstream.follow import feed
from chatstream.log import gathering, packing
from chatstream.rows import turns
from chatstream.wire import limits
from projects import listing, message_pages
from projects.removal import soft_delete
from tests.docs.pages import ROOT

KIB, MIB = 1024, 1024 * 1024


def _writer_ms(seconds: float) -> int:
    return round(seconds * gathering.WRITER_SHARE * 1000)


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


@pytest.mark.parametrize(
    "words",
    [
        f"1 to {spaced(limits.MESSAGE_MAX_CHARS)} characters, not all blank",
        f"ids of at most {limits.MAX_ATTACHMENTS} pictures",
        f"WebSocket text message, at most {limits.FRAME_MAX_BYTES // KIB} KiB",
        f"| `too_large` | 413 | more than {limits.FRAME_MAX_BYTES // KIB} KiB |",
        f"No frame of the server has more than {limits.SERVER_FRAME_MAX_BYTES // KIB} KiB",
        f"It is there up to {limits.INLINE_MAX_BYTES // KIB} KiB.",
        f"at\nmost {packing.MERGED_MAX_BYTES // KIB} KiB of text",
        f"Words are gathered for {_writer_ms(gathering.LEAST_SECONDS)} ms",
        f"for up to {_writer_ms(gathering.MOST_SECONDS)} ms where a process writes many answers",
        f"| `heartbeat` | `head` | every {feed.HEARTBEAT_SECONDS:.0f} s",
        f"After {window.WINDOW_BYTES // KIB}\nKiB of events and snapshots without an acknowledgement",
        f"after {window.ACK_SECONDS:.0f} s in that state",
        f"A response ends by itself after {http.RESPONSE_BYTES // MIB} MiB",
        f"`?seconds=N` (1 to {http.RESPONSE_SECONDS:.0f})",
        f"at most {turns.MAX_QUEUED} may be unfinished in a\nproject",
        f"at most `limit` ({listing.PAGE} if it is left out",
        f"`messages`: the newest {message_pages.MESSAGES}, or as many as fit",
        f"pages of at most {message_pages.PAGE_MAX_BYTES // MIB} MiB",
        f"until `restorable_until`, {soft_delete.UNDO_SECONDS} s after the deletion",
        f"within `expires_in` ({tickets.SECONDS}) seconds",
        f"the log keeps them: {settings.CHATSTREAM['RETENTION_SECONDS'] // 3600} hours",
        f"at least the last {spaced(settings.CHATSTREAM['RETENTION_EVENTS'])} events",
        {20: "Twenty frames in a row that cannot be read"}[consumer.BAD_FRAMES_IN_A_ROW],
    ],
)
def test_the_protocol_gives_the_numbers_of_the_code(words: str) -> None:
    page = (ROOT / "docs/protocol.md").read_text()
    assert " ".join(words.split()).lower() in " ".join(page.split()).lower()
