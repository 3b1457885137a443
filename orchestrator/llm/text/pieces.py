"""Pieces of an answer that can be passed on before its end."""

from collections.abc import Iterable

from orchestrator.llm.interface import Reasoning, Text, TextRetraction

Piece = Text | Reasoning | TextRetraction


def merge_neighbours(pieces: list[Piece]) -> list[Piece]:
    """The same pieces, neighbours of one kind in one."""
    if len(pieces) < 2:
        return pieces
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, TextRetraction) or isinstance(last, TextRetraction) or type(last) is not type(piece):
            merged.append(piece)
        elif last is not None:
            merged[-1] = type(piece)(last.text + piece.text)
    return merged


def text_of(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if not isinstance(piece, TextRetraction))
