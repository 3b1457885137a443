"""A document as text and back. Equal documents have equal texts."""

from pydantic import ValidationError

from projects.storyboard.problems import problems
from projects.storyboard.schema import LARGEST_DOCUMENT, Scene, Storyboard


class Malformed(ValueError):
    """The text is no storyboard; `problems` says where, in words."""

    def __init__(self, found: list[str]) -> None:
        super().__init__("; ".join(found))
        self.problems = found


def encode(part: Storyboard | Scene) -> str:
    """Canonical: the fields in the schema's order, what is not set left out, thousandths at most, no blanks."""
    return part.model_dump_json(by_alias=True, exclude_none=True)


def decode(text: str) -> Storyboard:
    if len(text.encode(errors="replace")) > LARGEST_DOCUMENT:
        raise Malformed([f"the document is larger than {LARGEST_DOCUMENT // 1000} kB"])
    try:
        return Storyboard.model_validate_json(text)
    except ValidationError as error:
        raise Malformed(problems(error)) from error
