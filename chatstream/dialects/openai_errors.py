"""Refusals as the `error` objects of OpenAI's API."""

from django.http import HttpResponse

from chatstream.dialects.requests import refuse_by
from chatstream.dialects.streaming import dumps
from chatstream.wire.replies import REFUSAL_STATUS


def error_response(sentence: str, code: str, status: int) -> HttpResponse:
    return HttpResponse(error_body(sentence, code), status=status, content_type="application/json")


def error_body(sentence: str, code: str) -> str:
    return dumps({"error": {"message": sentence, "type": "server_error", "code": code, "param": None}})


openai_errors = refuse_by(lambda refused: error_response(refused.detail, refused.code, REFUSAL_STATUS[refused.code]))
