"""A request body that is a file: taken in pieces into a temporary file, never into memory as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from django.core.files import File
from django.http import HttpRequest, UnreadablePostError

from chatstream.errors import RequestRefused

PIECE = 256 * 1024  # bytes


@contextmanager
def save_body(request: HttpRequest, limit: int) -> Iterator[File]:
    """What was sent, as a file at its start that is gone afterwards. Blocks.

    Raises RequestRefused: `too_large` for more than `limit` bytes, before anything is read if the request says how long
    it is; `invalid` if it broke off.
    """
    if _announced(request) > limit:
        raise _too_large(limit)
    with TemporaryFile() as file:
        _fill(file, request, limit)
        yield File(file)


def _fill(file: IO[bytes], request: HttpRequest, limit: int) -> None:
    size = 0
    try:
        while piece := request.read(PIECE):
            size += len(piece)
            if size > limit:
                raise _too_large(limit)
            file.write(piece)
    except UnreadablePostError:
        raise RequestRefused("invalid", "The file broke off while it was sent.") from None
    file.seek(0)


def _announced(request: HttpRequest) -> int:
    announced = request.headers.get("Content-Length", "")
    return int(announced) if announced.isascii() and announced.isdigit() else 0


def _too_large(limit: int) -> RequestRefused:
    return RequestRefused("too_large", f"A file may have at most {limit // 1_000_000} MB.")
