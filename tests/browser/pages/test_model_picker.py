"""The person chooses who answers; what the server refuses is said, and the choice stands as it was."""

import pytest
from playwright.async_api import Page, Route

from tests.browser.waiting import until

PICKER = "[data-role=model-picker]"
ADDRESS = "**/api/projects/coffee/model/"


@pytest.fixture
async def picker(studio: Page) -> Page:
    await studio.evaluate(
        """async () => {
          const picker = document.createElement("select");
          Object.assign(picker.dataset, {role: "model-picker", projectId: "coffee"});
          picker.append(new Option("demo"), new Option("anthropic:wise"));
          document.body.append(picker);
          await import("/static/projects/js/model-picker.js");
        }"""
    )
    return studio


async def test_a_choice_goes_to_the_server_and_stays(picker: Page) -> None:
    asked: list[object] = []

    async def fulfil(route: Route) -> None:
        asked.append((route.request.method, route.request.post_data_json))
        await route.fulfill(json={"model": "anthropic:wise", "choices": []})

    await picker.route(ADDRESS, fulfil)
    async with picker.expect_response(ADDRESS):
        await picker.select_option(PICKER, "anthropic:wise")
    await until(picker, f"document.querySelector('{PICKER}').value === 'anthropic:wise'")
    assert asked == [("PUT", {"model": "anthropic:wise"})]


async def test_a_choice_that_is_refused_is_said_and_taken_back(picker: Page) -> None:
    picker.expected_console.append("422")
    refusal = {"code": "invalid", "detail": "This model is not offered any more. Reload the page."}
    await picker.route(ADDRESS, lambda route: route.fulfill(json=refusal, status=422))
    await picker.select_option(PICKER, "anthropic:wise")
    await until(picker, f"document.querySelector('.note-line')?.textContent === {refusal['detail']!r}")
    assert await picker.input_value(PICKER) == "demo"
