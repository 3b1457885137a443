"""The public page of a shared film: for anybody who has the link, without a session, and of the film alone."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from chatstream.doors.http import refusal_response
from chatstream.rows.database import off_loop
from chatstream.wire.errors import NotFound, RequestRefused
from projects import assets, sharing
from projects.access.sign_in_attempts import client_address
from projects.limits.rates import count_visit
from projects.sharing import SharedFilm

# Nothing but our own files: no script in the page, no request from it, no form. Any site may show it in a frame, since nothing
# can be done in it but to watch.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox"

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


def public(view: View) -> View:
    """Counts the visit, and keeps the address out of search engines and of what other sites are told."""

    @wraps(view)
    async def wrapped(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            await count_visit(client_address(request))
            response = await view(request, **named)
        except NotFound:
            response = render(request, "projects/film_gone.html", status=404)
            response["Content-Security-Policy"] = PAGE_POLICY
        except RequestRefused as refusal:
            response = refusal_response(refusal)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


@require_safe
@xframe_options_exempt
@public
async def film(request: HttpRequest, token: str) -> HttpResponseBase:
    """The film, full bleed; it is read anew each time."""
    shared = await off_loop(sharing.open_film)(token)
    response = render(request, "projects/film.html", _context(request, shared))
    response["Content-Security-Policy"] = PAGE_POLICY
    return response


@require_safe
@public
async def poster(request: HttpRequest, token: str) -> HttpResponseBase:
    """The picture that announces the film."""

    def read() -> HttpResponse:
        link = sharing.open_link(token)
        if not sharing.has_poster(link):
            raise NotFound("This film has no poster.")
        with link.poster.open() as file:
            return HttpResponse(file.read(), content_type=link.poster_type)

    response = await off_loop(read)()
    response["Content-Security-Policy"] = FILE_POLICY
    return response


@require_safe
@public
async def picture(request: HttpRequest, token: str, asset_id: UUID) -> HttpResponseBase:
    """A picture that the film shows."""
    asset = await off_loop(sharing.open_picture)(token, asset_id)
    response = StreamingHttpResponse(assets.read_chunks(asset), content_type=asset.media_type)
    response["Content-Length"] = str(asset.size)
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cache-Control"] = "private, max-age=3600"  # an id never gets other bytes
    return response


def _context(request: HttpRequest, shared: SharedFilm) -> dict[str, Any]:
    """`address` and `poster` are absolute: those who announce a link read them elsewhere."""
    link = shared.link
    address = request.build_absolute_uri(reverse("film", args=[link.token]))
    return {
        "film": shared,
        "address": address,
        "canvas": shared.document["canvas"],
        "poster": urljoin(address, f"poster/?v={link.poster_revision}") if sharing.has_poster(link) else None,
    }
