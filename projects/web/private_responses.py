"""Responses for one person are cached nowhere: else "back" shows them to the next person at that browser."""

from collections.abc import Awaitable, Callable

from asgiref.sync import markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PrivateResponses:
    """`Cache-Control: no-store` for every page and answer that does not say otherwise. Static files are served before."""

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = await self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
