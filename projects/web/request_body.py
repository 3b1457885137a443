"""A request body that is a file, as a real file.

Django has taken it in as a whole before a view begins: in memory up to FILE_UPLOAD_MAX_MEMORY_SIZE (2.5 MB), else in a file
of its own. How much may come that far, the server's front decides (`config.bodies`); here it is counted once more.
"""

from tempfile import TemporaryFile
from typing import IO

from django.http import HttpRequest, UnreadablePostError
from django.http.request import RawPostDataException

from chatstream.wire.errors import RequestRefused

PIECE = 256 * 1024  # bytes


def save_body(request: HttpRequest, limit: int) -> IO[bytes]:
    """What was sent, as a temporary file at its start: it is gone when it is closed. Blocks.

    Raises RequestRefused: `too_large` for more than `limit` bytes, `invalid` if it broke off, or came as a form.
    """
    if _content_length(request) > limit:
        raise _too_large(limit)
    file = TemporaryFile()  # noqa: SIM115 - whoever gets it closes it
    try:
        _copy_body(file, request, limit)
    except BaseException:
        file.close()
        raise
    return file


def _copy_body(file: IO[bytes], request: HttpRequest, limit: int) -> None:
    size = 0
    try:
        while piece := request.read(PIECE):
            size += len(piece)
            if size > limit:
                raise _too_large(limit)
            file.write(piece)
    except UnreadablePostError:
        raise RequestRefused("invalid", "The file broke off while it was sent.") from None
    except (RawPostDataException, ValueError):  # the CSRF check has read it as a form, and closed it
        raise RequestRefused("invalid", "Send the bytes of the file themselves, not a form.") from None
    file.seek(0)


def _content_length(request: HttpRequest) -> int:
    announced = request.headers.get("Content-Length", "")
    return int(announced) if announced.isascii() and announced.isdigit() else 0


def _too_large(limit: int) -> RequestRefused:
    return RequestRefused("too_large", f"A file may have at most {limit // 1_000_000} MB.")
