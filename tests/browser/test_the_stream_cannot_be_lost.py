"""The promise, in a real browser against a running instance: whatever happens to the page, the text ends the same."""

import asyncio
import random
import uuid

import httpx
from playwright.async_api import Page, expect

from chatstream.testing.fault_proxy import FaultProxy
from tests.browser.chat import ChatPage
from tests.instance import WEB, Instance

LONG = "Write a 250 word voice-over about a lighthouse"
CUTS = 10
LINE_LOST = [r"WebSocket connection to .* failed", r"ERR_CONNECTION_(REFUSED|RESET|CLOSED)", r"ERR_EMPTY_RESPONSE"]


async def new_project(instance: Instance) -> str:
    """A project of the demo user, whom the sign-in link signs in."""
    return instance.shell(
        "from django.contrib.auth.models import User\nfrom projects.actions import create_project\n"
        "answer = str(create_project(User.objects.get(username='demo'), '').pk)"
    )


def row_text(instance: Instance, message_id: str) -> str:
    return instance.shell(
        f"from projects.models import Message\nanswer = Message.objects.get(pk='{uuid.UUID(message_id)}').content"
    )


async def signed_in(page: Page, instance: Instance, origin: str = "") -> ChatPage:
    chat = ChatPage(page, origin or instance.url)
    await chat.sign_in(instance.sign_in_url)
    return chat


async def test_a_reload_in_mid_answer_loses_nothing(instance: Instance, page: Page) -> None:
    project = await new_project(instance)
    chat = await signed_in(page, instance)
    await chat.open(project)
    await chat.send(LONG)
    await chat.words_arrive()
    await chat.page.reload()
    answer = await chat.ended(1)
    assert answer["status"] == "success"
    assert answer["text"] == row_text(instance, answer["id"])
    assert len(answer["text"].split()) >= 250


async def test_what_is_added_in_mid_answer_stands_there_in_every_tab_and_is_answered(
    instance: Instance, page: Page, open_page
) -> None:
    project = await new_project(instance)
    chat = await signed_in(page, instance)
    second = ChatPage(await open_page(context=chat.page.context), instance.url)
    await second.open(project)
    await chat.open(project)
    await chat.send("Write a 1500 word voice-over about a lighthouse")
    await chat.words_arrive()
    await chat.page.locator("#composer-input").fill("Write a 20 word ending")
    await chat.page.keyboard.press("Control+Enter")
    for tab in (chat, second):
        await expect(tab.page.locator(".steerings > li")).to_contain_text("Read with the next step")
    await chat.page.reload()
    answer, other = await chat.ended(1), await second.ended(1)
    assert answer == other
    assert answer["text"] == row_text(instance, answer["id"])
    for tab in (chat, second):
        parts = tab.page.locator(".answer-body > :not([hidden])")
        await expect(parts).to_have_count(3)
        await expect(parts.nth(1)).to_have_text("Write a 20 word ending", use_inner_text=True)
        assert len((await parts.nth(2).inner_text()).split()) == 20


async def test_a_second_tab_opened_half_way_ends_with_the_same_text(instance: Instance, page: Page, open_page) -> None:
    project = await new_project(instance)
    chat = await signed_in(page, instance)
    await chat.open(project)
    await chat.send(LONG)
    await chat.words_arrive(40)
    second = ChatPage(await open_page(context=chat.page.context), instance.url)
    await second.open(project)
    answer, other = await chat.ended(1), await second.ended(1)
    assert answer == other
    assert answer["text"] == row_text(instance, answer["id"])


async def test_a_socket_cut_at_random_places_changes_no_letter(instance: Instance, open_page) -> None:
    """One tab loses its line once in every answer; the other one, uncut, is the control."""
    dice = random.Random(20260101)
    project = await new_project(instance)
    control = await signed_in(await open_page(), instance)
    await control.open(project)
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", instance.port))
    async with proxy.listening() as port:
        chat = await signed_in(await open_page(), instance, f"http://127.0.0.1:{port}")
        await chat.open(project)
        for number in range(1, CUTS + 1):
            proxy.cut_after(dice.randrange(1, 1_500), head=b"GET /ws/")
            await chat.send(f"Write a 25 word voice-over about wave number {number}")
            answer, uncut = await chat.ended(number), await control.ended(number)
            assert answer == uncut
            assert answer["status"] == "success"
        assert proxy.cuts >= CUTS
        rows = instance.shell(
            "from projects.models import Message\nanswer = [[str(m.pk), m.content] for m in "
            f"Message.objects.filter(project_id='{project}', role='assistant')]"
        )
        shown = "[...document.querySelectorAll('chat-message[data-role=assistant]')].map((a) => [a.dataset.messageId, a.text])"
        assert await chat.page.evaluate(shown) == await control.page.evaluate(shown) == rows
        await chat.page.close()  # else it complains of a proxy that is gone


async def test_killing_the_web_server_in_mid_answer_loses_nothing(instance: Instance, page: Page) -> None:
    project = await new_project(instance)
    chat = await signed_in(page, instance)
    chat.page.expected_console = LINE_LOST
    await chat.open(project)
    await chat.send(LONG)
    await chat.words_arrive()
    instance.kill(WEB)
    answer = await chat.ended(1)
    assert answer["status"] == "success"
    assert answer["text"] == row_text(instance, answer["id"])
    assert httpx.get(instance.url + "/sign-in/").status_code == 200


async def test_a_message_sent_while_the_server_is_away_goes_out_once(instance: Instance, page: Page) -> None:
    project = await new_project(instance)
    chat = await signed_in(page, instance)
    chat.page.expected_console = LINE_LOST
    await chat.open(project)
    instance.kill(WEB)
    await chat.send("Write a 20 word voice-over about rain")
    answer = await chat.ended(1)
    assert answer["text"] == row_text(instance, answer["id"])
    assert await chat.page.locator('chat-message[data-role="user"]').count() == 1
