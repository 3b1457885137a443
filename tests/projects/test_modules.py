"""The page names its modules, so that a browser asks for them all at once."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from projects import revisions
from projects.models import Project
from tests.storyboard.documents import video

LINK = re.compile(r'<link rel="(modulepreload|preload)"[^>]* href="/static/([^"]+\.js)"')


@pytest.fixture
def links(alice: User, project: Project, client: Client) -> list[tuple[str, str]]:
    """Of the page of a project with a film."""
    revisions.commit(project.pk, video("One"), cause="edit", author=alice)
    return read_links(alice, project, client)


def read_links(alice: User, project: Project, client: Client) -> list[tuple[str, str]]:
    client.force_login(alice)
    return LINK.findall(client.get(f"/projects/{project.pk}/").content.decode())


def test_what_the_page_imports_and_what_shows_its_film_is_named_once(links: list[tuple[str, str]]) -> None:
    kinds = {name: kind for kind, name in links}
    assert len(kinds) == len(links)
    assert kinds["projects/js/chat-page.js"] == kinds["projects/js/state.js"] == "modulepreload"
    assert kinds["chatstream/state.js"] == "modulepreload"  # state.js imports it by its name
    assert "projects/js/key-list.js" not in kinds, "a module that a function loads is no import"
    assert kinds["projects/js/preview.js"] == kinds["storyboard/renderer/renderer.js"] == "preload"


def test_a_project_without_a_film_loads_nothing_that_would_show_it(
    alice: User, project: Project, client: Client
) -> None:
    assert {kind for kind, _ in read_links(alice, project, client)} == {"modulepreload"}
