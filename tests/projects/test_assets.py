"""The pictures of a project: how many, how large, and what is left of one that is not kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from chatstream.wire.errors import RequestRefused
from projects import assets
from projects.limits.storage import MB
from projects.models import Asset, Project
from projects.redraw import Picture
from tests.pictures import png

PICTURE = Picture(png(8, 8), "image/png", 8, 8)


def keep(project: Project, name: str = "logo.png") -> Asset:
    return assets.save_image(assets.new_image(project.pk, PICTURE, name), PICTURE.data)


def files(project: Project) -> list[str]:
    return sorted(path.name for path in (settings.ASSETS_DIR / str(project.pk)).glob("*"))


def test_a_file_is_called_by_its_id_and_goes_with_its_row(project: Project) -> None:
    asset = keep(project, "../../evil.html")
    assert files(project) == [f"{asset.pk}.png"]
    asset.delete()
    assert files(project) == []


def test_a_full_project_takes_no_more_and_nothing_is_left_over(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "MOST_IMAGES", 1)
    picture = keep(project)
    with pytest.raises(RequestRefused, match="at most 1 pictures") as refused:
        keep(project)
    assert refused.value.code == "quota_exceeded"
    assert files(project) == [f"{picture.pk}.png"]


def test_the_bytes_are_counted_together(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "MOST_BYTES", 2 * len(PICTURE.data))
    keep(project)
    keep(project)
    with pytest.raises(RequestRefused, match="together"):
        keep(project)


def test_a_project_that_is_full_leaves_room_in_another(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "MOST_IMAGES", 1)
    keep(project)
    keep(Project.objects.create(owner=project.owner, title="Another"))


def test_two_tabs_at_once_hold_the_limit(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "MOST_IMAGES", 3)

    def tab(number: int) -> bool:
        try:
            keep(project, f"{number}.png")
        except RequestRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as tabs:
        assert sum(tabs.map(tab, range(8))) == 3
    assert len(files(project)) == Asset.objects.count() == 3


def test_two_people_at_once_hold_the_limit_of_all(alice: User, bob: User, settings) -> None:
    settings.LIMIT_ALL_STORED_MB = 3 * len(PICTURE.data) / MB
    projects = [Project.objects.create(owner=owner, title="Full") for owner in (alice, bob) for _ in range(4)]

    def person(project: Project) -> bool:
        try:
            keep(project)
        except RequestRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(person, projects)) == 3
    assert Asset.objects.count() == 3


def test_an_operator_sees_files_and_changes_none(project: Project, admin_client: Client) -> None:
    asset = keep(project)
    assert "logo.png" in admin_client.get("/admin/projects/asset/").content.decode()
    admin_page = admin_client.get(f"/admin/projects/asset/{asset.pk}/change/")
    assert admin_page.status_code == 200
    assert 'name="_save"' not in admin_page.content.decode()
    assert admin_client.post(f"/admin/projects/asset/{asset.pk}/delete/", {"post": "yes"}).status_code == 403
