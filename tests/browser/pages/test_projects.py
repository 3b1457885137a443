"""The list of projects on the page: all of them can be reached, and one that is deleted can be brought back."""

import re
import secrets

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import AXE
from tests.browser.chat import ChatPage
from tests.instance import Instance

MAKE = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from projects.models import Project
user = User.objects.create_user({name!r}, password={password!r})
made = Project.objects.bulk_create(Project(owner=user, title=f"Number {{n}}") for n in range(1, 103))
for n, project in enumerate(made):
    project.updated = timezone.now() - timedelta(hours=n)
Project.objects.bulk_update(made, ["updated"])
answer = [str(project.pk) for project in made]
"""


@pytest.fixture
async def projects(instance: Instance, page: Page) -> list[str]:
    """The ids of 102 projects, newest first; their owner is at the list of them."""
    name, password = f"erin-{secrets.token_hex(4)}", secrets.token_hex(8)
    made = instance.shell(MAKE.format(name=name, password=password))
    await page.goto(f"{instance.url}/sign-in/")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    return made


def card(page: Page, name: str):
    return page.locator(".slates li").filter(has=page.get_by_text(name, exact=True))


async def test_the_hundred_and_second_project_is_reached_from_the_list_and_from_the_sidebar(
    page: Page, projects: list[str]
) -> None:
    await expect(page.locator(".slates li[data-project]")).to_have_count(100)
    await page.locator("main").get_by_role("button", name="Show more").click()
    await expect(page.locator(".slates li[data-project]")).to_have_count(102, timeout=30_000)
    await expect(page.locator(".project-nav li[data-project]")).to_have_count(102, timeout=30_000)
    await expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    await expect(card(page, "Number 102").locator("time")).to_have_text(re.compile(r"Edited \d days ago"))
    await card(page, "Number 102").locator("a").click()
    await page.wait_for_url(f"**/projects/{projects[-1]}/")
    await page.get_by_role("button", name="Projects").click()
    await page.locator(".project-nav").get_by_role("button", name="Show more").click()
    await expect(
        page.locator(".project-nav [aria-current]").or_(page.locator(f".project-nav a[href*='{projects[-1]}']"))
    ).to_be_visible()


async def test_a_deleted_project_leaves_both_lists_and_undo_brings_it_back(page: Page, projects: list[str]) -> None:
    gone = page.locator(f"li[data-project='{projects[1]}']")
    await card(page, "Number 2").hover()
    await card(page, "Number 2").get_by_role("button", name="More about “Number 2”").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(gone.locator("visible=true")).to_have_count(0)
    undo = page.get_by_role("status").get_by_role("button", name="Undo")
    await expect(undo).to_be_focused()
    await expect(page.get_by_role("status")).to_contain_text("“Number 2” is deleted.")
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate(
        "axe.run(document).then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))"
    )
    assert found == []
    await undo.click()
    await expect(gone.first).to_be_visible()
    await page.reload()
    await expect(card(page, "Number 2")).to_be_visible()


async def test_the_project_that_is_open_is_left_and_undo_leads_back_to_it(
    instance: Instance, page: Page, projects: list[str]
) -> None:
    chat = ChatPage(page, instance.url)
    await chat.open(projects[2])
    await page.get_by_role("button", name="Projects").click()
    await page.locator(".project-nav li", has=page.locator("[aria-current]")).hover()
    await page.get_by_role("button", name="More about “Number 3”").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.wait_for_url(instance.url + "/")
    await expect(card(page, "Number 3")).to_have_count(0)
    page.expected_console.append("404")
    response = await page.request.get(f"{instance.url}/projects/{projects[2]}/")
    assert response.status == 404
    await page.get_by_role("status").get_by_role("button", name="Undo").click()
    await page.wait_for_url(f"**/projects/{projects[2]}/")
    await expect(page.locator("h1")).to_have_text("Number 3")


async def test_undo_that_comes_too_late_says_so(instance: Instance, page: Page, projects: list[str]) -> None:
    page.expected_console.append("404")
    await card(page, "Number 4").hover()
    await card(page, "Number 4").get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Delete").click()
    undo = page.get_by_role("status").get_by_role("button", name="Undo")
    await expect(undo).to_be_visible()
    await page.route(
        "**/undelete/", lambda route: route.fulfill(status=404, json={"code": "not_found", "detail": "Gone."})
    )
    await undo.click()
    await expect(page.get_by_role("status")).to_contain_text("It is too late: “Number 4” is deleted.")


async def test_everything_can_be_taken_along_from_the_page(page: Page, projects: list[str]) -> None:
    async with page.expect_download() as started:
        await page.get_by_role("link", name="Your data").click()
    download = await started.value
    assert download.suggested_filename.startswith("erin-")
    assert download.suggested_filename.endswith(".zip")


async def test_beside_a_chat_the_projects_open_from_the_rail_take_the_focus_and_give_it_back(
    instance: Instance, page: Page, projects: list[str]
) -> None:
    await ChatPage(page, instance.url).open(projects[2])
    opener = page.get_by_role("button", name="Projects")
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Chatstream Video")).to_be_focused()
    await expect(page.locator(".project-nav")).to_be_visible()
    assert await page.evaluate("document.querySelector('main').inert")
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await expect(page.locator(".project-nav")).to_be_hidden()
    assert not await page.evaluate("document.querySelector('main').inert")


async def test_projects_and_actions_are_found_with_one_box(page: Page, projects: list[str]) -> None:
    await expect(page.locator(".slates li.group").first).to_have_text(re.compile("Today|Yesterday"))
    await page.keyboard.press("Control+K")
    box = page.get_by_role("combobox", name="Search videos and actions")
    await expect(box).to_be_focused()
    await box.fill("number 77")
    await expect(page.locator(".finder [role=option]")).to_have_text([re.compile("Number 77")])
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    assert await page.evaluate("axe.run(document).then(({violations}) => violations.map(({id}) => id))") == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Control+K")
    await box.fill("number 77")
    await expect(page.locator(".finder [role=option]")).to_have_count(1)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/projects/{projects[76]}/")
