"""Whoever has the link sees the film, and nothing but the film; its owner takes it back at any time."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import AsyncClient
from django.utils import timezone

from chatstream.rows.database import off_loop
from chatstream.wire.errors import RequestRefused
from projects import revisions, sharing
from projects.actions import start_turn
from projects.archive import archive
from projects.limits.storage import MB, stored_bytes
from projects.models import Asset, Project, ShareLink
from projects.redraw import Picture
from projects.removal.accounts import request_account_deletion
from projects.removal.erasure import erase_contents
from projects.removal.soft_delete import delete_project
from storyboard.schema import AssetRef, Storyboard
from tests.pictures import encoded, photograph
from tests.projects.test_assets import PICTURE, keep
from tests.storyboard.documents import a_document, video

POSTER = Picture(encoded(photograph(1280, 720)), "image/jpeg", 1280, 720)


@pytest.fixture
def film(project: Project) -> Project:
    """Alice's project with a film of one revision, and a conversation."""
    Project.objects.filter(pk=project.pk).update(title="Beans <script>")
    start_turn(project.pk, uuid4(), "A secret brief")
    revisions.commit(project.pk, video("Opening"), cause="edit")
    return project


async def client_of(user: User) -> AsyncClient:
    client = AsyncClient()
    await client.aforce_login(user)
    return client


async def share(user: User, project: Project, **changes: int | None) -> Any:
    client = await client_of(user)
    answer = await client.put(
        f"/api/projects/{project.pk}/share/", json.dumps(changes), content_type="application/json"
    )
    return answer.json().get("share", answer.json())


async def visit(address: str) -> Any:
    return await AsyncClient().get(address)


async def public_video(address: str) -> dict[str, Any]:
    page = (await visit(address)).content.decode()
    return json.loads(re.findall(r'<script id="film" type="application/json">(.*?)</script>', page, re.S)[0])


async def test_a_stranger_with_the_link_gets_the_film_and_no_word_of_the_conversation(
    alice: User, film: Project
) -> None:
    link = await share(alice, film)
    page = await visit(link["url"])
    text = page.content.decode()
    assert (await public_video(link["url"]))["scenes"][0]["name"] == "Opening"
    assert "<title>Beans &lt;script&gt;</title>" in text
    assert "secret brief" not in text
    assert "alice" not in text
    assert not page.cookies
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "connect-src" not in page["Content-Security-Policy"]  # default-src 'none' holds
    assert "frame-ancestors *" in page["Content-Security-Policy"]  # a web page may show it
    assert not page.has_header("X-Frame-Options")
    assert len(link["url"].split("/")[-2]) >= 32


async def test_the_link_shows_the_newest_version_or_the_one_that_was_chosen(alice: User, film: Project) -> None:
    link = await share(alice, film)
    await off_loop(revisions.commit)(film.pk, video("Opening", "Offer"), cause="edit")
    assert len((await public_video(link["url"]))["scenes"]) == 2
    fixed = await share(alice, film, revision=1)
    assert (fixed["url"], fixed["shows"]) == (link["url"], 1)
    assert len((await public_video(link["url"]))["scenes"]) == 1
    assert (await share(alice, film, revision=None))["shows"] == 2
    assert (await share(alice, film, revision=7))["code"] == "invalid"


async def test_a_revoked_link_an_expired_one_and_one_of_something_deleted_show_nothing(
    alice: User, film: Project
) -> None:
    link = await share(alice, film, days=7)
    assert link["expires"] > link["created"]
    assert (await visit(link["url"])).status_code == 200
    await off_loop(ShareLink.objects.update)(expires=timezone.now() - timedelta(seconds=1))
    gone = await visit(link["url"])
    assert (gone.status_code, gone["X-Robots-Tag"]) == (404, "noindex, nofollow")
    assert "This film is not shared" in gone.content.decode()
    assert (await share(alice, film, days=None))["expires"] is None
    assert (await visit(link["url"])).status_code == 200
    await (await client_of(alice)).delete(f"/api/projects/{film.pk}/share/")
    assert (await visit(link["url"])).status_code == 404
    again = await share(alice, film)
    assert again["url"] != link["url"]
    await off_loop(delete_project)(alice, film.pk)
    assert (await visit(again["url"])).status_code == 404


async def test_the_link_of_an_account_that_is_deleted_shows_nothing(alice: User, film: Project) -> None:
    link = await share(alice, film)
    await off_loop(request_account_deletion)(alice)
    assert (await visit(link["url"])).status_code == 404


async def test_the_pictures_of_the_film_are_reached_by_its_link_and_no_others(alice: User, film: Project) -> None:
    used, other = await off_loop(keep)(film), await off_loop(keep)(film)
    ref = AssetRef(kind="image", src=f"asset:{used.pk}", width=8, height=8)
    document = Storyboard.model_validate(a_document() | {"assets": {"beans": ref.model_dump()}})
    await off_loop(revisions.commit)(film.pk, document, cause="edit")
    link = await share(alice, film)

    async def picture(asset: Asset) -> Any:
        return await visit(f"{link['url']}assets/{asset.pk}/")

    assert b"".join([piece async for piece in await picture(used)]) == PICTURE.data
    assert (await picture(other)).status_code == 404
    await (await client_of(alice)).delete(f"/api/projects/{film.pk}/share/")
    assert (await picture(used)).status_code == 404


@pytest.mark.usefixtures("connections")
async def test_a_poster_is_drawn_anew_and_announces_the_film(alice: User, film: Project) -> None:
    link = await share(alice, film)
    client = await client_of(alice)

    async def send(body: bytes) -> Any:
        address = f"/api/projects/{film.pk}/share/poster/?revision=1"
        return await client.post(address, body, content_type="image/jpeg")

    assert (await send(b"<html>")).status_code == 400
    assert (await send(POSTER.data)).json()["share"]["poster_revision"] == 1
    page = (await visit(link["url"])).content.decode()
    [address] = re.findall(r'property="og:image" content="([^"]+)"', page)
    poster = await visit(address)
    assert poster["Content-Type"] == "image/jpeg"
    assert poster.content[:3] == b"\xff\xd8\xff"
    assert poster.content != POSTER.data
    await off_loop(revisions.commit)(film.pk, video("Opening", "Offer"), cause="edit")
    await share(alice, film, revision=2)
    assert (await visit(address)).status_code == 404  # it is of another version than the one that is shown
    await client.delete(f"/api/projects/{film.pk}/share/")
    assert list((settings.ASSETS_DIR / str(film.pk)).glob("poster*")) == []


def test_a_poster_counts_with_the_files_of_its_owner_and_the_one_before_it_no_more(
    alice: User, film: Project, settings: Any
) -> None:
    sharing.save_link(alice, film.pk, "token", {})
    settings.LIMIT_STORED_MB = len(POSTER.data) / MB
    for _ in range(2):
        sharing.save_poster(alice, film.pk, 1, POSTER)
    assert stored_bytes(f"user {alice.pk}") == stored_bytes("all") == len(POSTER.data)
    larger = replace(POSTER, data=POSTER.data + b"more")
    with pytest.raises(RequestRefused, match="Your files may have"):
        sharing.save_poster(alice, film.pk, 1, larger)
    sharing.revoke_link(alice, film.pk)
    assert stored_bytes("all") == 0


async def test_a_project_is_shared_by_its_owner_alone_and_when_there_is_a_film(
    alice: User, bob: User, project: Project, film: Project
) -> None:
    assert (await share(bob, film))["code"] == "not_found"
    await off_loop(film.revisions.all().delete)()
    assert (await share(alice, film))["detail"] == "There is no film yet."
    assert (await visit("/film/nothing/")).status_code == 404


@pytest.mark.usefixtures("connections")
async def test_strangers_are_counted_by_their_address(alice: User, film: Project, settings: Any) -> None:
    settings.LIMIT_VISITS_PER_MINUTE = 2
    link = await share(alice, film)
    assert [(await visit(link["url"])).status_code for _ in range(3)] == [200, 200, 429]


def test_the_link_is_in_the_persons_data_and_goes_with_the_project(alice: User, film: Project) -> None:
    link = sharing.save_link(alice, film.pk, "token", {})
    sharing.save_poster(alice, film.pk, 1, POSTER)
    file = zipfile.ZipFile(io.BytesIO(b"".join(archive(alice))))
    [path] = [name for name in file.namelist() if name.endswith("share.json")]
    assert json.loads(file.read(path))["token"] == link.token
    [poster] = [name for name in file.namelist() if name.endswith("poster.jpg")]
    assert file.read(poster) == POSTER.data
    Project.objects.filter(pk=film.pk).update(deleted_at=timezone.now())
    erase_contents(UUID(str(film.pk)))
    assert not ShareLink.objects.exists()
    assert not (settings.ASSETS_DIR / str(film.pk)).exists()
