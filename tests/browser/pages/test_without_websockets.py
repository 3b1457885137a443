"""WebSockets that do not come through: the chat goes on over plain HTTP, says so, and takes a socket when it can have one."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from tests.browser.chat import ChatPage
from tests.browser.narrow_proxy import NarrowProxy, narrow_proxy
from tests.browser.test_the_stream_cannot_be_lost import LONG, new_project, row_text, signed_in
from tests.browser.waiting import until
from tests.instance import Instance

NARROW = [r"WebSocket connection to .* failed", r"ERR_", r"Failed to load resource"]
STATUS = "document.querySelector('connection-status')"
HELLO = "Write a 20 word voice-over about rain"


@pytest.fixture
async def proxy(instance: Instance) -> AsyncIterator[NarrowProxy]:
    async with narrow_proxy(instance.url) as proxy:
        yield proxy


async def opened(page: Page, instance: Instance, proxy: NarrowProxy) -> ChatPage:
    chat = await signed_in(page, instance, proxy.url)
    chat.page.expected_console = NARROW
    await chat.open(await new_project(instance))
    return chat


async def is_slow(chat: ChatPage) -> str:
    await until(chat.page, f"!{STATUS}.hidden && {STATUS}.dataset.kind === 'slow'", timeout=30)
    return await chat.page.inner_text("connection-status")


@pytest.mark.parametrize("sockets", [403, 200, 502, "cut", "hang"])
async def test_an_answer_comes_over_plain_http_and_the_page_says_so(
    instance: Instance, page: Page, proxy: NarrowProxy, sockets: int | str
) -> None:
    proxy.sockets = sockets
    chat = await signed_in(page, instance, proxy.url)
    chat.page.expected_console = NARROW
    await chat.page.goto(f"{proxy.url}/projects/{await new_project(instance)}/")
    await chat.send(HELLO)
    answer = await chat.ended(1)
    assert answer["text"] == row_text(instance, answer["id"])
    assert "by another way" in await is_slow(chat)
    await chat.page.close()  # before the proxy goes


async def test_all_that_a_socket_can_do_goes_over_http_too(instance: Instance, page: Page, proxy: NarrowProxy) -> None:
    chat = await opened(page, instance, proxy)
    await is_slow(chat)
    await chat.send(LONG)
    await chat.words_arrive()
    await chat.page.click("[data-action=stop]")
    assert (await chat.ended(1))["status"] == "cancelled"
    await chat.page.click("[data-status=cancelled] footer > button")
    await until(chat.page, f"{VERSIONS} === '2/2'")
    await chat.page.reload()
    await chat.send(HELLO)
    answer = await chat.ended(2)
    assert answer["text"] == row_text(instance, answer["id"])
    await chat.page.close()


VERSIONS = "document.querySelector('footer .version-switch')?.innerText.replace(/[^0-9/]/g, '')"


async def test_a_proxy_that_keeps_what_it_gets_until_the_end_slows_it_down_and_no_more(
    instance: Instance, page: Page, proxy: NarrowProxy
) -> None:
    proxy.keeps_responses = True
    chat = await opened(page, instance, proxy)
    await chat.send(HELLO)
    answer = await chat.ended(1)
    assert answer["text"] == row_text(instance, answer["id"])
    assert "every few seconds" in await is_slow(chat)
    assert await chat.page.locator('chat-message[data-role="user"]').count() == 1
    await chat.page.close()


async def test_a_socket_that_comes_through_again_takes_over_in_mid_answer(
    instance: Instance, page: Page, proxy: NarrowProxy
) -> None:
    chat = await opened(page, instance, proxy)
    await is_slow(chat)
    await chat.send(LONG)
    await chat.words_arrive()
    proxy.sockets = "pass"
    await until(chat.page, f"{STATUS}.hidden", timeout=30)
    answer = await chat.ended(1)
    assert answer["text"] == row_text(instance, answer["id"])
    await chat.send(HELLO)
    await chat.ended(2)
    await chat.page.close()


async def test_whoever_is_signed_out_is_told_so_over_http(instance: Instance, page: Page, proxy: NarrowProxy) -> None:
    chat = await opened(page, instance, proxy)
    await is_slow(chat)
    await asyncio.to_thread(
        instance.shell,
        "from django.contrib.auth.models import User\nfrom chatstream.access.sign_out import _recheck_sockets\n"
        "from django.contrib.sessions.models import Session\nSession.objects.all().delete()\n"
        "answer = _recheck_sockets(User.objects.get(username='demo').pk)",
    )
    await until(chat.page, f"{STATUS}.innerText.includes('You are signed out')")
    await chat.page.close()


async def test_what_a_proxy_refuses_for_good_is_not_sent_for_ever(
    instance: Instance, page: Page, proxy: NarrowProxy
) -> None:
    chat = await opened(page, instance, proxy)
    await is_slow(chat)
    proxy.refuses_posts = 413
    await chat.send(HELLO)
    await until(chat.page, "document.body.innerText.includes('refused this (413)')")
    proxy.refuses_posts = None
    await chat.send(HELLO)
    await chat.ended(1)
    await chat.page.close()


async def test_a_deleted_project_is_said_in_words_and_nothing_is_being_written(instance: Instance, page: Page) -> None:
    chat = await signed_in(page, instance)
    project = await new_project(instance)
    await chat.open(project)
    await chat.send(LONG)
    await chat.words_arrive()
    await asyncio.to_thread(
        instance.shell,
        f"from projects.models import Project\nanswer = Project.objects.get(pk='{project}').delete()[0]",
    )
    await until(chat.page, f"{STATUS}.innerText.startsWith('This project is not there any more.')")
    live = "chat-message:is([data-status=running], [data-status=pending])"
    await until(chat.page, f"!document.querySelector('{live}')")
    assert (await chat.last_answer())["text"], "what was written stays to be read"
