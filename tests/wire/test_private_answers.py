"""What is made for one person stays with them: no cache and no "back" shows it to the next. And true is not 1."""

import pytest

from tests.instance import Instance, Person
from tests.wire.recording import Recording
from tests.wire.signed_in import signed_in


def test_private_pages_and_json_are_kept_by_nobody(instance: Instance) -> None:
    with signed_in(instance) as browser:
        project = browser.make_project()
        for path in (
            "/",
            f"/projects/{project}/",
            "/api/projects/",
            f"/api/projects/{project}/",
            "/admin/",
            "/sign-in/",
        ):
            assert "no-store" in browser.client.get(path).headers["Cache-Control"], path
        assert "no-store" not in browser.client.get("/static/projects/css/base.css").headers.get("Cache-Control", "")


@pytest.mark.parametrize("number", [True, 1.0, "1"])
async def test_what_only_looks_like_a_number_is_none(alice: Person, recorded: Recording, number: object) -> None:
    async with alice.http() as client:
        for path, body in {
            "restore/": {"revision": number},
            "edits/": {"base": number, "operation": "set_palette", "palette": "ocean"},
        }.items():
            answer = await client.post(f"/api/projects/{recorded.project_id}/{path}", json=body)
            assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), path
