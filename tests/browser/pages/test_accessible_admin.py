"""axe finds nothing in what an operator opens, by day and by night; the keyboard alone leads from a filter to an action."""

import pytest
from playwright.async_api import Locator, Page

from tests.browser.axe import AXE, RUN
from tests.browser.pages.test_admin import admin  # noqa: F401 - a fixture
from tests.browser.waiting import until
from tests.instance import Instance, Person

FAIL = """
from projects.models import Message
error = {"code": "provider_down", "error": "The AI is not available right now.", "retryable": True}
answer = Message.objects.filter(pk=RUN).update(status="error", error=error, error_detail="503 Overloaded")
"""
RULES = {"light": None, "dark": ["color-contrast"]}  # by night the colours alone are others
PLAYED = "(({ value, max }) => value === max && max > 1)(document.querySelector('#run-replay [type=range]'))"


@pytest.fixture
async def alice(instance: Instance) -> Person:
    return instance.make_user("alice")


@pytest.fixture
async def run(alice: Person) -> str:
    project = await alice.make_project("A film to look into")
    async with alice.socket(project) as tab:
        await tab.send(type="stream")
        run: str = (await tab.initiate("Make a 10 second intro for a bakery"))["assistant_message_id"]
        await tab.until("finalized")
    return run


@pytest.mark.timeout(240)
async def test_axe_finds_nothing_by_day_and_by_night(instance: Instance, admin: Page, run: str) -> None:  # noqa: F811
    instance.shell(FAIL.replace("RUN", repr(run)))
    found: dict[str, list[str]] = {}

    async def look(state: str) -> None:
        await admin.evaluate(AXE.read_text(encoding="utf-8"))
        found[f"{state}, {scheme}"] = await admin.evaluate(RUN, RULES[scheme])

    for scheme in RULES:
        await admin.emulate_media(color_scheme=scheme)
        await admin.goto(f"{instance.url}/admin/")
        await until(admin, "document.querySelectorAll('#status-strip dd').length === 10")
        await look("index")
        for path in (
            "operations/run/",
            "operations/run/?state=failed",
            "operations/run/errors/",
            "projects/quota/add/",
        ):
            await admin.goto(f"{instance.url}/admin/{path}")
            await look(path)
        await admin.goto(f"{instance.url}/admin/operations/run/{run}/change/")
        await until(admin, "document.querySelectorAll('#run-log tbody tr').length > 3")
        await admin.get_by_role("button", name="Play 10×").click()
        await until(admin, PLAYED)
        await look("run")
        await admin.get_by_role("button", name="Show what was written").click()
        await look("run with its words")
        await admin.goto(f"{instance.url}/admin/operations/run/{run}/history/")
        await look("who has read it")
        await admin.goto(f"{instance.url}/admin/operations/run/{run}/change/")
        await admin.get_by_role("button", name="Answer again").click()
        await look("confirmation")
    assert {state: problems for state, problems in found.items() if problems} == {}


async def test_the_keyboard_alone_leads_from_a_filter_to_an_action(
    instance: Instance,
    admin: Page,  # noqa: F811
    alice: Person,
    run: str,
) -> None:
    await admin.goto(f"{instance.url}/admin/operations/run/?q={alice.username}")
    for way in (
        admin.locator("#changelist-filter").get_by_role("link", name="Done"),
        admin.locator("#result_list tbody th a"),
        admin.get_by_role("button", name="Answer again"),
        admin.locator("input[type=submit].default"),
    ):
        await press(admin, way)
    assert "done" in await admin.locator(".messagelist").inner_text()


async def press(page: Page, element: Locator) -> None:
    """Tab until it has the focus, which is to be seen, then Enter."""
    await element.wait_for()
    for _ in range(200):
        await page.keyboard.press("Tab")
        if await element.evaluate("(element) => element === document.activeElement"):
            break
    assert await element.evaluate("(element) => getComputedStyle(element).outlineStyle") != "none"
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
