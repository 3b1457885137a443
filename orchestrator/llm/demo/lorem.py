"""A meaningless text of exactly as many words as requested, for tests, chaos and the bench."""

import re
import zlib

MOST_WORDS = 3000
_SENTENCE_WORDS = 9
_PARAGRAPH_SENTENCES = 8
_ASKED = re.compile(r"(?:please )?(?:write|draft) (?:me )?(?:a |an )?(?P<count>\d[\d,]{0,6})[ -]words?\b.*", re.I)
_LOREM = """
lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua
ut enim ad minim veniam quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat duis aute irure
in reprehenderit voluptate velit esse cillum fugiat nulla pariatur excepteur sint occaecat cupidatat non proident sunt
culpa qui officia deserunt mollit anim id est laborum
"""


def find_word_count(message: str) -> int | None:
    """How many words "write a 300 word voice-over about coffee" asks for; None: it asks for no such text."""
    found = _ASKED.fullmatch(message)
    return int(found["count"].replace(",", "")) if found else None


def text(count: int, seed: str) -> str:
    """Exactly `count` words; another `seed` begins at another one."""
    known = _LOREM.split()
    start = zlib.crc32(seed.encode())
    drawn = [known[(start + place * 7) % len(known)] for place in range(count)]
    sentences = [drawn[at : at + _SENTENCE_WORDS] for at in range(0, count, _SENTENCE_WORDS)]
    written = [" ".join(sentence).capitalize() + "." for sentence in sentences]
    paragraphs = [written[at : at + _PARAGRAPH_SENTENCES] for at in range(0, len(written), _PARAGRAPH_SENTENCES)]
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
