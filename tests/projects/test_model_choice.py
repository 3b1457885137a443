"""People choose who answers from what the operator lists, for a project of their own."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from projects.model_choice import choices, model_of
from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def listed(settings: Any) -> None:
    settings.LLM_MODEL, settings.LLM_CHOICES = "demo", ["openai:big", "anthropic:wise", "demo"]


@pytest.fixture
def page(project: Project, alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def choose(page: Client, project: Project, model: str) -> Any:
    return page.put(f"/api/projects/{project.pk}/model/", {"model": model}, content_type="application/json")


def test_the_operators_model_comes_first_and_once(project: Project, page: Client) -> None:
    assert choices() == ["demo", "openai:big", "anthropic:wise"]
    assert page.get(f"/api/projects/{project.pk}/model/").json() == {"model": "demo", "choices": choices()}


def test_a_choice_lasts(project: Project, page: Client) -> None:
    assert choose(page, project, "anthropic:wise").json()["model"] == "anthropic:wise"
    assert model_of(Project.objects.get(pk=project.pk)) == "anthropic:wise"


def test_what_is_not_listed_cannot_be_chosen(project: Project, page: Client) -> None:
    refused = choose(page, project, "openai:huge")

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert Project.objects.get(pk=project.pk).model == ""


def test_what_is_not_listed_any_more_does_not_answer(project: Project, page: Client, settings: Any) -> None:
    choose(page, project, "openai:big")
    settings.LLM_CHOICES = []

    assert model_of(Project.objects.get(pk=project.pk)) == "demo"


def test_the_operators_model_is_kept_by_not_choosing(project: Project, page: Client, settings: Any) -> None:
    choose(page, project, "openai:big")
    choose(page, project, "demo")
    settings.LLM_MODEL = "openai:new"

    assert model_of(Project.objects.get(pk=project.pk)) == "openai:new"


def test_the_page_offers_the_choice_where_there_is_one(project: Project, page: Client, settings: Any) -> None:
    choose(page, project, "openai:big")
    assert "<option selected>openai:big</option>" in page.get(f"/projects/{project.pk}/").text

    settings.LLM_CHOICES = []
    assert "model-picker" not in page.get(f"/projects/{project.pk}/").text
