"""Addresses end with a slash. Who only reads is sent on to the right one; a POST that is redirected would arrive as a GET."""

from django.http import HttpRequest
from django.middleware.common import CommonMiddleware


class SlashMiddleware(CommonMiddleware):
    """Django's CommonMiddleware, with APPEND_SLASH for GET and HEAD alone: anything else is answered with 404."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return request.method in ("GET", "HEAD") and super().should_redirect_with_slash(request)
