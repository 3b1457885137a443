"""Addresses that are almost right, and those that can name nothing."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class AddressMiddleware(CommonMiddleware):
    """Django's CommonMiddleware, with APPEND_SLASH for GET and HEAD alone, and without NUL, on which PostgreSQL fails.

    Addresses end with a slash. Who only reads is sent on to the right one; a POST that is redirected would arrive as a GET.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if "\0" in request.path:
            raise Http404("There is nothing at this address.")
        if "%00" in request.META["QUERY_STRING"]:
            raise BadRequest("The address holds a NUL character.")
        return super().process_request(request)

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return request.method in ("GET", "HEAD") and super().should_redirect_with_slash(request)
