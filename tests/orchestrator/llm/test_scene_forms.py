"""Which models are asked for whole scenes, and which for the slots of a template."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from orchestrator.llm.roles import get_roles
from orchestrator.llm.scene_forms import check_scene_form, scene_form_of, sees_pictures

LAYERS = [
    "demo",
    "openai:gpt-5-mini",
    "openai:gpt-5.1",
    "openai:gpt-4.1",
    "openai:o3",
    "azure:gpt-5",
    "anthropic:claude-sonnet-4-5",
    "anthropic:claude-opus-4-5-20251101",
    "openrouter:anthropic/claude-sonnet-4.5",
    "bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "google:gemini-2.5-pro",
    "google:gemini-3-flash-preview",
    "openai:gpt-5, anthropic:claude-sonnet-4-5",
]
TEMPLATES = [
    "openai:gpt-5-nano",
    "openai:gpt-4o-mini",
    "anthropic:claude-haiku-4-5",
    "anthropic:claude-3-5-sonnet-latest",
    "google:gemini-2.5-flash-lite",
    "google:gemini-3-flash-lite",
    "ollama:qwen3",
    "chat:qwen3",
    "groq:llama-3.3-70b",
    "openrouter:openai/gpt-oss-20b",
    "openai:gpt-5, ollama:qwen3",
]


@pytest.mark.parametrize("model", LAYERS)
def test_a_capable_model_writes_whole_scenes(model):
    assert scene_form_of(model) == "layers"


@pytest.mark.parametrize("model", TEMPLATES)
def test_every_other_one_fills_templates(model):
    assert scene_form_of(model) == "template"


def test_capable_models_are_shown_what_they_wrote_unless_that_is_turned_off(settings):
    settings.LLM_SCENE_LOOK = True
    assert [model for model in (*LAYERS, *TEMPLATES) if sees_pictures(model)] == LAYERS[1:]
    settings.LLM_SCENE_LOOK = False
    assert not any(map(sees_pictures, LAYERS))


@pytest.mark.parametrize("form", ["template", "layers"])
def test_the_setting_says_it_for_all_models(settings, form):
    settings.LLM_SCENE_FORM = form
    assert {scene_form_of(model) for model in (*LAYERS, *TEMPLATES)} == {form}


def test_a_form_that_does_not_exist_is_refused_at_the_start(settings):
    settings.LLM_SCENE_FORM = "both"
    with pytest.raises(ImproperlyConfigured, match=r"^Set LLM_SCENE_FORM to template or layers, or leave it empty\.$"):
        check_scene_form()


async def test_it_is_the_model_of_the_scene_agent_that_counts(settings):
    settings.LLM_API_KEYS["openai"] = "sk-x"
    settings.LLM_SCENE_MODEL = "openai:gpt-5-nano"
    roles = get_roles("demo")
    assert (roles.scene_form, roles.tool_model().scene_form) == ("template", "template")
