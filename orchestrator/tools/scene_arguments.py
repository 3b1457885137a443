"""Arguments that several tools have: a scene, its place, what it is to show."""

from typing import Annotated

from pydantic import Field

SceneTarget = Annotated[str, Field(min_length=1, max_length=120, description="Its number, its name or its id.")]
ScenePlace = Annotated[int, Field(ge=1, le=60)]  # from 1, as people count
Brief = Annotated[
    str,
    Field(min_length=1, max_length=1000, pattern=r"\S", description="What it shows and says; exact words in quotes."),
]
