"""`export_video`: one file per call, kept with its result or not at all; whatever fails is said, and leaves nothing."""

import asyncio
import json
import stat
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from chatstream.rows.ledger import tools
from orchestrator.rendering import renderer_process, server_export
from orchestrator.rendering.renderer import Event, parse_event
from projects.assets import read_chunks
from projects.models import Asset, Project, Revision
from tests.chat import ask, events, rows, run, running, stop, until
from tests.orchestrator.rendering.conftest import FAKE, Behave
from tests.orchestrator.rendering.left_over import folders, processes
from tests.scripted_model import ScriptedModel, use
from tests.storyboard.mp4_files import mp4

MP4 = mp4()  # of 60 frames, as the fake renderer makes it

pytestmark = pytest.mark.usefixtures("connections")


async def exported(project: Project, model: ScriptedModel) -> dict:
    """The result of an export, as people see it."""
    model.answers("One moment. ", use("export_video"))
    model.answers("So.")
    assert (await run(await ask(project))).status == "success"
    [result] = await events(project, "tool_result")
    return result


def kept_files(project: Project) -> list[Path]:
    return list((settings.ASSETS_DIR / str(project.pk)).glob("*.mp4"))


async def test_the_newest_revision_becomes_a_file_of_the_project(
    film_project: Project, model: ScriptedModel, behave: Behave
) -> None:
    behave("good")
    result = await exported(film_project, model)
    [asset] = await rows(Asset.objects)
    assert result["payload"] == {
        "asset": {
            "id": str(asset.pk),
            "name": "Untitled video",
            "url": f"/api/projects/{film_project.pk}/assets/{asset.pk}/",
            "size": len(MP4),
            "seconds": 2.0,
            "width": 1280,
            "height": 720,
        },
        "revision": 1,
    }
    assert b"".join([part async for part in read_chunks(asset)]) == MP4
    assert "revision" not in result  # of the video: it has not changed
    assert await Revision.objects.acount() == 1


async def test_a_larger_file_is_made_on_request(film_project: Project, model: ScriptedModel, behave: Behave) -> None:
    behave("good")
    model.answers("One moment. ", use("export_video", resolution="1080p"))
    model.answers("So.")
    await run(await ask(film_project))
    [result] = await events(film_project, "tool_result")
    assert (result["payload"]["asset"]["width"], result["payload"]["asset"]["height"]) == (1920, 1080)


async def test_how_far_it_is_is_said_in_words_and_seldom(
    film_project: Project, model: ScriptedModel, behave: Behave
) -> None:
    behave("good")
    await exported(film_project, model)
    lines = [(event["detail"], event.get("progress")) for event in await events(film_project, "tool_progress")]
    assert lines[0] == ("Starting the renderer", None)
    assert lines[-1] == ("Rendering frame 60 of 60", 1.0)
    assert len(lines) < 10


def open_pipes() -> int:
    """Of this process."""
    modes = []
    for path in Path("/dev/fd").iterdir():
        with suppress(FileNotFoundError):  # that of the listing itself
            modes.append(path.stat().st_mode)
    return sum(map(stat.S_ISFIFO, modes))


@pytest.mark.parametrize(
    "manner",
    ["garbage", "not text", "endless", "deep", "unknown", "killed", "failing", "complaining", "too early"],
)
async def test_a_renderer_that_fails_is_a_failed_card_that_says_where(
    film_project: Project, model: ScriptedModel, behave: Behave, manner: str
) -> None:
    behave(manner)
    before = open_pipes()
    result = await exported(film_project, model)
    assert not result["success"]
    assert open_pipes() == before, "what it wrote last is read to its end"
    assert "of 60, in scene" in result["error"]
    assert "(“CTA”)" in result["error"] or "(“Opening”)" in result["error"]
    assert "secret" not in json.dumps(await events(film_project))
    assert (await rows(Asset.objects), kept_files(film_project)) == ([], [])


@pytest.mark.parametrize("manner", ["other size", "no file", "small"])
async def test_a_renderer_that_does_something_else_is_not_believed(
    film_project: Project, model: ScriptedModel, behave: Behave, manner: str
) -> None:
    behave(manner)
    assert not (await exported(film_project, model))["success"]
    assert await rows(Asset.objects) == []


async def test_a_silent_renderer_is_ended_by_the_watchdog(
    film_project: Project, model: ScriptedModel, behave: Behave, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(line: bytes) -> Event:
        monkeypatch.setattr(renderer_process, "STALL_SECONDS", 1.0)  # it has started
        return parse_event(line)

    monkeypatch.setattr(renderer_process, "parse_event", parse)
    behave("silent")
    result = await exported(film_project, model)
    assert "broke off at frame 30 of 60, in scene" in result["error"]


async def test_an_export_that_takes_too_long_says_how_far_it_came(
    film_project: Project, behave: Behave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TURN_MAX_SECONDS", 4)
    behave("slow")
    with pytest.raises(server_export.ExportFailed, match=r"the most that one may take: \d+ of 60 frames were rendered"):
        await server_export.render_video(film_project.pk, lambda detail, fraction: None)


@pytest.mark.parametrize("manner", ["silent", "stubborn"])
async def test_a_stop_leaves_no_process_and_no_file(
    film_project: Project, model: ScriptedModel, behave: Behave, stop_listener: None, manner: str
) -> None:
    behave(manner)
    model.answers("One moment. ", use("export_video"))
    answer = await ask(film_project)
    async with running(answer) as owner:
        await until(lambda: [part for folder in folders(settings.VAR_DIR) for part in folder.glob("*.part")])
        assert processes(settings.VAR_DIR)
        await stop(answer)
        await owner
    assert not [each for each in processes(settings.VAR_DIR) if FAKE.name in each]
    await until(lambda: not processes(settings.VAR_DIR))  # what it had started dies a moment after it was killed
    assert (folders(settings.VAR_DIR), kept_files(film_project)) == ([], [])
    [ended] = await events(film_project, "finalized")
    assert ended["status"] == "cancelled"


async def test_two_exports_are_one_after_the_other_and_the_second_is_told(
    film_project: Project, behave: Behave
) -> None:
    behave("silent")
    lines: list[str] = []
    first = asyncio.create_task(server_export.render_video(film_project.pk, lambda detail, fraction: None))
    await until(lambda: processes(settings.VAR_DIR))
    second = asyncio.create_task(
        server_export.render_video(film_project.pk, lambda detail, fraction: lines.append(detail))
    )
    await until(lambda: lines)
    assert lines == ["Waiting for another export"]
    behave("good")
    first.cancel()
    finished = await second
    assert (lines[-1], finished.revision) == ("Rendering frame 60 of 60", 1)


async def test_a_file_that_shows_an_older_video_says_so(
    film_project: Project, model: ScriptedModel, behave: Behave
) -> None:
    behave("good")
    model.answers("Both. ", use("set_format", format="square"), use("export_video"))
    model.answers("So.")
    await run(await ask(film_project))
    [result] = [each for each in await events(film_project, "tool_result") if each["name"] == "export_video"]
    newest = await Revision.objects.acount()
    assert ("note" in result["payload"]) == (result["payload"]["revision"] < newest)


async def test_a_file_whose_transaction_fails_does_not_stay(
    film_project: Project, model: ScriptedModel, behave: Behave, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, stored = tools.record, []

    def fail_once(project_id, event, *precondition):
        if event.type == "tool_result" and not stored:
            stored.extend(kept_files(film_project))
            raise OSError("the disk is full")
        record(project_id, event, *precondition)

    monkeypatch.setattr(tools, "record", fail_once)
    behave("good")
    assert not (await exported(film_project, model))["success"]
    assert len(stored) == 1
    assert (await rows(Asset.objects), kept_files(film_project)) == ([], [])


async def test_whoever_takes_over_renders_again_and_keeps_one_file(
    film_project: Project, model: ScriptedModel, behave: Behave
) -> None:
    behave("silent")
    model.answers("One moment. ", use("export_video"))
    model.answers("Done.")
    answer = await ask(film_project)
    async with running(answer) as owner:
        await until(lambda: processes(settings.VAR_DIR))
        behave("good")
        assert (await run(answer)).status == "success"
        await asyncio.gather(owner, return_exceptions=True)
    assert len(await rows(Asset.objects)) == len(kept_files(film_project)) == 1


async def test_without_a_video_there_is_nothing_to_export(
    project: Project, model: ScriptedModel, behave: Behave
) -> None:
    behave("good")
    result = await exported(project, model)
    assert (result["success"], result["error"]) == (False, server_export.NO_VIDEO)


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("RENDER_LANE", "off", "turned off (RENDER_LANE=off)"),
        ("RENDER_CHROMIUM", "no-such-browser", "Chromium is not installed on this worker"),
    ],
)
async def test_a_worker_that_cannot_tells_its_operator_what_is_missing(
    film_project: Project,
    model: ScriptedModel,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    setting: str,
    value: str,
    why: str,
) -> None:
    monkeypatch.setattr(settings, setting, value)
    result = await exported(film_project, model)
    assert (result["success"], result["error"]) == (False, server_export.NO_EXPORT)
    assert why in caplog.text
