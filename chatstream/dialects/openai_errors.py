"""Refusals as the `error` objects of OpenAI's API."""

from django.http import HttpResponse

from chatstream.dialects.requests import refuse_by
from chatstream.dialects.streaming import dumps
from chatstream.wire.replies import REFUSAL_STATUS


def error_response(sentence: str, code: str, status: int) -> HttpResponse:
    return HttpResponse(error_body(sentence, code, status), status=status, content_type="application/json")


def error_body(sentence: str, code: str, status: int = 500) -> str:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return dumps({"error": {"message": sentence, "type": kind, "code": code, "param": None}})


openai_errors = refuse_by(lambda refused: error_response(refused.detail, refused.code, REFUSAL_STATUS[refused.code]))
