"""The words that a template asks for, each bounded by what its place can hold."""

from typing import Annotated

from pydantic import StringConstraints

from storyboard.values import Part, Words

HAS_WORDS = r"\S"

Sentence = Annotated[Words, StringConstraints(min_length=1, max_length=80, pattern=HAS_WORDS)]
Phrase = Annotated[Words, StringConstraints(min_length=1, max_length=48, pattern=HAS_WORDS)]
Tag = Annotated[Words, StringConstraints(min_length=1, max_length=28, pattern=HAS_WORDS)]
Affix = Annotated[Words, StringConstraints(max_length=6, pattern=r"^[^{}]*$")]


class Slots(Part):
    """Base of what each template asks for; what it does not know it refuses."""
