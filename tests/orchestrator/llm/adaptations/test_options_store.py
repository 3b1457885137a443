"""Every process knows the options of a model at an address for a day, and a store that is away is no error."""

import pytest

from chatstream.log.connection import close_client
from orchestrator.llm.adaptations import load_options, options_key, options_store, save_options
from orchestrator.llm.options import Options

HERE = options_key("http://127.0.0.1:8080/v1", "m")
PROFILE = Options(limit_field="max_tokens")
CHANGED = Options(limit_field="max_tokens", pictures=False)


@pytest.fixture(autouse=True)
def another_process(monkeypatch):
    """Nothing is remembered from an earlier test."""
    monkeypatch.setattr(options_store, "_known", {})


def test_an_address_is_the_same_with_and_without_its_last_slash():
    assert options_key("http://127.0.0.1:8080/v1/", "m") == HERE
    assert options_key("http://127.0.0.1:8080/v1", "n") != HERE


@pytest.mark.usefixtures("connections")
async def test_another_process_knows_the_changed_options(valkey, monkeypatch):
    await save_options(HERE, CHANGED, PROFILE)
    monkeypatch.setattr(options_store, "_known", {})

    assert await load_options(HERE, PROFILE) == CHANGED
    assert 0 < valkey.ttl(HERE) <= 24 * 3600


@pytest.mark.usefixtures("connections")
async def test_nothing_learned_is_the_profile():
    assert await load_options(HERE, PROFILE) == PROFILE


@pytest.mark.usefixtures("connections")
async def test_what_passes_is_gone_with_the_next_request():
    await save_options(
        HERE, Options(limit_field="max_tokens", output_limit=300, passing=frozenset({"output_limit"})), PROFILE
    )

    assert await load_options(HERE, PROFILE) == PROFILE


@pytest.mark.usefixtures("connections")
@pytest.mark.parametrize("stored", ["{", "[]", '{"form": 3}', "\xff"])
async def test_nonsense_in_the_store_is_the_profile(valkey, stored):
    valkey.set(HERE, stored.encode("latin-1"), ex=60)

    assert await load_options(HERE, PROFILE) == PROFILE


async def test_without_a_store_this_process_knows_it_all_the_same(settings):
    settings.CHATSTREAM = {**settings.CHATSTREAM, "REDIS_URL": "redis://127.0.0.1:1/0"}
    await close_client()

    await save_options(HERE, CHANGED, PROFILE)

    assert await load_options(HERE, PROFILE) == CHANGED
    await close_client()
