"""Options go to a store and come back, whatever stands there, and take out of a body what is dropped."""

import pytest

from orchestrator.llm.dialects.requests import without_fields
from orchestrator.llm.options import Options

from .sent_bodies import BODIES

CHANGED = Options(
    limit_field="",
    output_limit=2048,
    effort="low",
    form="tool",
    tool_choice=False,
    pictures=False,
    system="user",
    dropped=frozenset({"store", "effort=none"}),
    schema_keywords=frozenset({"pattern"}),
    dialect="chat",
)


def test_options_come_back_as_they_were():
    assert Options.from_json(CHANGED.to_json()) == CHANGED


def test_only_what_differs_from_the_profile_is_stored():
    profile = Options(limit_field="max_tokens", form="tool")

    assert Options(limit_field="max_completion_tokens", form="tool").to_json(profile) == {
        "limit_field": "max_completion_tokens"
    }
    assert Options.from_json({"limit_field": "max_completion_tokens"}, profile).form == "tool"


def test_what_passes_is_not_stored():
    assert Options(output_limit=300, pictures=False, passing=frozenset({"output_limit"})).to_json() == {
        "pictures": False
    }


@pytest.mark.parametrize("stored", [None, [], "x", 3, {}, {"later": 1}, {"form": "poem"}, {"output_limit": "many"}])
def test_nonsense_in_the_store_changes_nothing(stored):
    assert Options.from_json(stored) == Options()


def test_a_malformed_field_does_not_spoil_the_others():
    stored = {"output_limit": -1, "tool_choice": "no", "dropped": ["store", 3], "pictures": False}

    assert Options.from_json(stored) == Options(pictures=False, dropped=frozenset({"store"}))


@pytest.mark.parametrize(
    ("path", "name", "still_there"),
    [
        ("stream_options", "chat", "stream"),
        ("stream_options.include_usage", "chat", "stream"),  # nothing is left in it
        ("messages.reasoning_content", "chat", "messages"),
        ("reasoning.summary", "responses", "reasoning"),
        ("tools.cache_control", "anthropic", "tools"),
        ("generationConfig.thinkingConfig", "google", "generationConfig"),
    ],
)
def test_what_is_dropped_is_not_in_the_body(path, name, still_there):
    body = BODIES[name]
    before = str(body)

    without = without_fields(body, {path, "effort=low"})

    assert f"'{path.rpartition('.')[2]}'" not in str(without.get(path.partition(".")[0], ""))
    assert ("stream_options" in without) is (name == "chat" and "stream_options" not in path)
    assert still_there in without
    assert str(body) == before
