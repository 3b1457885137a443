"""What no view of the API has answered is JSON as well, with a sentence."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import is_valid_path
from django.utils.decorators import sync_and_async_middleware

from chatstream.wire.replies import RequestError

PREFIX = "/api/"
_CODES = {400: "invalid", 404: "not_found", 405: "method_not_allowed"}


@sync_and_async_middleware
def api_errors(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Outside of CommonMiddleware, which redirects from addresses without a slash."""
    if not iscoroutinefunction(get_response):
        return lambda request: _as_json(request, get_response(request))

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        answer: Awaitable[HttpResponseBase] = get_response(request)
        return _as_json(request, await answer)

    return middleware


def _as_json(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    code = _CODES.get(response.status_code)
    kind = response.headers.get("Content-Type", "")
    if code is None or not request.path.startswith(PREFIX) or not kind.startswith("text/html"):
        return response  # a view has answered in JSON, or in the words of another front end
    error = RequestError(code=code, detail=_sentence(request, response))
    answer = JsonResponse(error.model_dump(mode="json", exclude_none=True), status=response.status_code)
    if "Allow" in response.headers:
        answer.headers["Allow"] = response.headers["Allow"]
    return answer


def _sentence(request: HttpRequest, response: HttpResponseBase) -> str:
    if response.status_code == 400:
        return "The server cannot read this request."
    if response.status_code == 405:
        return f"{request.method} is not possible here; {response.headers.get('Allow', 'nothing')} is."
    if not request.path.endswith("/") and is_valid_path(f"{request.path_info}/"):
        return "There is nothing at this address. The right one ends with a slash."
    return "There is nothing at this address."
