"""No key gets into the log, whichever provider's it is and wherever a provider puts it."""

import pytest

from orchestrator.llm.text.redaction import MAX_CHARACTERS, redact

KEYS = [
    "sk-proj-abcDEF0123456789",
    "sk-ant-api03-abcDEF0123456789",
    "sk-or-v1-0123456789abcdef",
    "AIzaSyA0123456789-abcdefghijk",
    "gsk_0123456789abcdef",
    "xai-0123456789abcdef",
    "hf_abcdefghijklmnop",
    "nvapi-0123456789abcdef",
    "AKIA0123456789ABCDEF",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
]


@pytest.mark.parametrize("key", KEYS)
def test_what_looks_like_a_key_is_taken_out(key):
    assert key not in redact(f"Incorrect API key provided: {key}. See https://x.test/keys")
    assert "Incorrect API key provided: [key]" in redact(f"Incorrect API key provided: {key}.")


@pytest.mark.parametrize(
    "words",
    [
        "Authorization: Bearer secret-0123",
        '{"authorization": "Bearer secret-0123"}',
        "x-api-key: secret-0123",
        "POST https://x.test/v1/models/m:generate?key=secret-0123&alt=sse",
        "GET /v1?alt=sse&api_key=secret-0123",
    ],
)
def test_a_key_is_taken_out_of_headers_and_addresses(words):
    assert "secret-0123" not in redact(words)


def test_the_key_of_every_provider_that_is_set_up_is_taken_out(settings):
    settings.SOME_PROVIDER_API_KEY = "correct horse battery"
    settings.OTHER_API_KEY = "none"  # for a server without keys

    assert redact("not correct horse battery, nonetheless") == "not [key], nonetheless"


def test_it_is_one_line_and_not_too_long():
    assert redact("a\n  b\tc") == "a b c"
    assert len(redact("x " * 5000)) <= MAX_CHARACTERS
