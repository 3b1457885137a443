"""The prepared films as whole documents, for pages that play them: beside the sign-in, and where one begins. Blocks."""

import json
from functools import cache
from pathlib import Path

from storyboard.encoding import encode
from storyboard.schema import Storyboard

PREPARED_FILMS = Path(__file__).parent / "films"


@cache
def read_film(name: str) -> str | None:
    """The document as canonical JSON; None if there is no film of this name."""
    for path in PREPARED_FILMS.glob("*.json"):
        if path.stem.partition("-")[2] == name:
            return encode(Storyboard.model_validate(json.loads(path.read_text())["video"]))
    return None
