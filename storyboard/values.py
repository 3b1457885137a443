"""The single values of a document: what an id, a colour, a number and a text may be."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, Strict

TOKENS = ("bg", "surface", "ink", "muted", "accent", "accent2", "accent3")

# What no text needs: controls, and characters that turn the direction of what stands around them.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Part(BaseModel):
    """Base of all parts of a document: unknown fields are refused, and instances are immutable."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, validate_by_name=True, validate_by_alias=True
    )

    def to_text(self) -> str:
        """Canonical JSON: the fields in the schema's order, what is not set left out, thousandths at most, no blanks."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


def normalise_text(text: Any) -> Any:
    """Line ends as one character, tabs as blanks, nothing invisible. Idempotent, so that decoding changes nothing."""
    if not isinstance(text, str):
        return text
    lines = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _thousandths(number: float) -> float:
    return round(number, 3) + 0.0  # not -0.0


def _as_written(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _to_lowercase(colour: str) -> str:
    return colour.lower()


Number = Annotated[float, Strict(), AfterValidator(_thousandths), PlainSerializer(_as_written)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Hex = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(_to_lowercase)]
COLOUR = rf"^({'|'.join(TOKENS)}|#[0-9a-fA-F]{{6}})$"
Colour = Annotated[str, Field(pattern=COLOUR, description="a palette colour or #rrggbb"), AfterValidator(_to_lowercase)]
Words = Annotated[str, BeforeValidator(normalise_text)]
Seconds = Annotated[Number, Field(ge=0, le=60)]
Fraction = Annotated[Number, Field(ge=0, le=1)]
Weight = Annotated[int, Strict(), Field(ge=100, le=900)]
# Left out of the text where it is not used: fields that came after version 1 make no older document longer.
Flag = Annotated[bool, Strict(), Field(exclude_if=lambda flag: not flag)]
LEFT_OUT_IF_EMPTY = Field(exclude_if=lambda entries: not entries)
