"""Edits of the whole video."""

import re
from typing import Literal

from projects.edits.edit import BaseEdit
from storyboard import operations
from storyboard.brand_palette import brand_palette
from storyboard.palettes import PALETTES
from storyboard.schema import Storyboard


class SetPalette(BaseEdit):
    operation: Literal["set_palette"]
    palette: str

    def apply(self, document: Storyboard) -> Storyboard:
        if self.palette not in PALETTES:
            raise operations.OperationRefused(f"There are no such colours; there are {', '.join(PALETTES)}.")
        return operations.set_palette(document, palette=PALETTES[self.palette])


class SetBrandPalette(BaseEdit):
    """`accents`: one to three. The other colours are made from these, so that everything can be read."""

    operation: Literal["set_brand_palette"]
    background: str
    accents: list[str]

    def apply(self, document: Storyboard) -> Storyboard:
        given = [self.background, *self.accents]
        if not 2 <= len(given) <= 4 or not all(re.fullmatch("#[0-9a-fA-F]{6}", each) for each in given):
            raise operations.OperationRefused("Own colours are a ground and one to three others, each as #rrggbb.")
        return operations.set_palette(document, palette=brand_palette(self.accents, self.background))


class SetFormat(BaseEdit):
    operation: Literal["set_format"]
    format: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_format(document, self.format)
