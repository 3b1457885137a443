"""Pieces of an answer that can be passed on before its end."""

from collections.abc import Iterable
from itertools import groupby

from orchestrator.llm.interface import Reasoning, Text, TextRetraction

Piece = Text | Reasoning | TextRetraction


def merge_neighbours(pieces: list[Piece]) -> list[Piece]:
    """The same pieces, neighbours of one kind in one."""
    merged: list[Piece] = []
    for kind, group in groupby(pieces, type):
        if kind is TextRetraction:
            merged += group
        else:
            merged.append(kind(text_of(group)))
    return merged


def text_of(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if not isinstance(piece, TextRetraction))
