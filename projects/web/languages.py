"""The language of a response: the one that the person chose on the page, else what their browser asks for, else English."""

import json
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageChoice:
    """Middleware. Django's own would go through a thread for each request."""

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = await self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


@cache
def page_words(language: str) -> dict[str, Any] | None:
    """The catalogue of the page's scripts; None for English, whose texts stand in the scripts."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "page.json"
    if not path.exists():
        return None
    catalogue: dict[str, Any] = json.loads(path.read_text())
    return catalogue
