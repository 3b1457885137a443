"""A provider's no becomes one of our errors, whoever says it and in whichever words.

`refusals.jsonl` has what servers are known to say, and the same in other words.
"""

import json
from pathlib import Path

import pytest

from chatstream.run.errors import ModelError, OperatorError, UserError
from orchestrator.llm.refusals import Category, Refusal, classify, error_from_refusal, is_retryable
from orchestrator.llm.setting_names import SettingNames

ROWS = [json.loads(line) for line in (Path(__file__).parent / "refusals.jsonl").read_text().splitlines()]
RETRYABLE = {Category.BUSY, Category.FAILED}
OF_THE_PERSON = {Category.TOO_LONG, Category.DECLINED}


def refusal(status, body, **headers) -> Refusal:
    return Refusal(status, body if isinstance(body, str) else json.dumps(body), headers)


@pytest.mark.parametrize("category", Category)
def test_a_refusal_is_named_by_what_it_is_about(category):
    for row in ROWS:
        if row["category"] == category.name:
            assert classify(refusal(row["status"], row["body"])) is category, row


def test_every_category_is_in_the_table():
    assert {row["category"] for row in ROWS} == {category.name for category in Category}


@pytest.mark.parametrize("category", Category)
def test_an_error_says_who_must_act(category):
    row = next(row for row in ROWS if row["category"] == category.name)

    error = error_from_refusal(refusal(row["status"], row["body"]))

    kind = ModelError if category in RETRYABLE else UserError if category in OF_THE_PERSON else OperatorError
    assert (type(error), error.code, error.retryable) == (kind, category.value, category in RETRYABLE)


def test_no_sentence_for_a_person_names_a_setting_a_key_or_a_provider():
    for row in ROWS:
        sentence = str(
            error_from_refusal(refusal(row["status"], row["body"]), SettingNames("OPENAI_API_KEY", "URL", "LLM_MODEL"))
        )

        assert not {"_", "key", "OpenAI", "quota", "HTTP", "LLM"} & set(sentence.replace(".", " ").split()), sentence
        assert "_" not in sentence


def test_a_wrong_address_is_told_to_the_operator():
    assert "check the address" in error_from_refusal(refusal(404, "404 page not found")).detail


def test_the_operator_reads_status_words_and_what_to_check():
    names = SettingNames(key="MISTRAL_API_KEY", address="MISTRAL_BASE_URL", model="LLM_MODEL")

    detail = error_from_refusal(refusal(401, {"error": {"message": "Bad key sk-1234567890abc"}}), names).detail

    assert detail == "HTTP 401: Bad key [key] (check MISTRAL_API_KEY)"


def test_an_error_in_a_stream_has_no_status_to_show():
    assert error_from_refusal(refusal(0, {"error": "out of memory"})).detail == "an error in the stream: out of memory"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 529])
def test_a_fault_of_the_moment_is_worth_repeating(status):
    assert is_retryable(refusal(status, ""))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, {"error": {"code": "insufficient_quota", "message": "You exceeded your current quota"}}),
        (400, {"error": {"message": "broken"}}),
        (501, "not implemented"),
        (500, {"error": {"type": "exceed_context_size_error", "message": "too long"}}),
    ],
)
def test_what_stays_refused_is_not_repeated(status, body):
    assert not is_retryable(refusal(status, body))


@pytest.mark.parametrize(
    ("body", "message", "code", "param"),
    [
        ({"error": {"message": "no", "code": "c", "param": "p"}}, "p: no", "c", "p"),
        ({"error": {"message": "p is no good", "code": "c", "param": "p"}}, "p is no good", "c", "p"),
        ([{"error": {"message": "no", "code": 400, "status": "S"}}], "no", "400", ""),
        ({"error": "no"}, "no", "", ""),
        ({"object": "error", "message": "no", "code": 7}, "no", "7", ""),
        ({"detail": [{"loc": ["body", "tools", 0, "x"], "msg": "no", "type": "t"}]}, "tools.x: no", "", "tools.x"),
        ({"message": {"detail": [{"loc": ["body", "x"], "msg": "no"}]}}, "x: no", "", "x"),
        ({"error": {"message": '{"error": {"message": "no", "param": "x"}}'}}, "x: no", "", "x"),
        (
            {"error": {"message": "outer", "metadata": {"raw": '{"error": {"message": "no", "code": "c"}}'}}},
            "outer",
            "c",
            "",
        ),
        ({"__type": "ThrottlingException", "Message": "no"}, "no", "", ""),
        ({"base_resp": {"status_msg": "no", "status_code": 1008}}, "no", "", ""),
        ("Error code: 400 - {'error': {'message': \"no\", 'param': 'x', 'code': None}}", "x: no", "", "x"),
        ('event: error\ndata: {"error": {"message": "no"}}', "no", "", ""),
        ("<html><head><title>502 Bad Gateway</title><style>x{}</style></head></html>", "502 Bad Gateway", "", ""),
        ("plain words", "plain words", "", ""),
        ("", "", "", ""),
    ],
)
def test_words_are_found_in_every_shape(body, message, code, param):
    fields = refusal(400, body).fields

    assert (fields.message, fields.code, fields.param) == (message, code, param)


@pytest.mark.parametrize(
    "body", ["[" * 60_000, '{"a":' * 10_000, "{" * 200, '"', "\x00", "null", "[]", "{}", "12", "\ud800"]
)
def test_nonsense_is_a_refusal_without_words(body):
    assert error_from_refusal(refusal(400, body)).code == "provider_refused_request"


def test_what_a_server_repeats_of_our_request_is_no_word_of_its_own():
    echo = {"detail": [{"loc": ["body", "x"], "msg": "wrong", "input": "my api key is invalid and I have no credit"}]}

    assert classify(refusal(422, echo)) is Category.REQUEST
