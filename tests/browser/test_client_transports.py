"""When client.js looks for another way than a WebSocket, and when it does not. The other way: test_without_websockets.py."""

import pytest
from playwright.async_api import Page

from tests.browser.client_tab import FAILED, FAST, answer, ask, event, follow, go_live, reconnected, until_state
from tests.browser.scripted_server import ScriptedServer
from tests.browser.waiting import until

HELLO = "request-1"


async def test_sockets_that_bring_something_are_never_given_up(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, **FAST)
    for sequence in range(6, 14):
        await peer.send(event(sequence))
        await until(tab, f"stream.position === '1-{sequence}'")
        peer.cut()
        peer = await scripted.accept()
        await peer.send(reconnected())
    await until_state(tab, "live")
    assert scripted.plain_requests == 0


async def test_a_server_that_sends_its_readers_away_is_no_proxy_in_the_way(tab: Page, scripted: ScriptedServer) -> None:
    await follow(tab, **FAST)
    for _ in range(6):
        await (await scripted.accept()).close(4000)
    await scripted.accept()
    assert scripted.plain_requests == 0


@pytest.mark.parametrize("how", ["refused", "cut"])
async def test_after_three_that_bring_nothing_plain_http_is_asked_first_and_a_socket_after_it(
    tab: Page, scripted: ScriptedServer, how: str
) -> None:
    tab.expected_console = FAILED
    scripted.turning_away = how == "refused"
    await follow(tab, **FAST)
    knocks = 0
    while not scripted.plain_requests:
        knocks += 1
        if how == "cut":
            (await scripted.accept()).cut()
        await scripted.knocked(knocks)
    assert knocks >= 3
    scripted.turning_away = False
    peer = await scripted.accept()
    await peer.send({"type": "snapshot", "at": "1-5", "project": {}, "messages": []})
    await until_state(tab, "live")


async def test_a_deleted_project_is_the_end(still_tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(still_tab, scripted)
    await ask(still_tab, HELLO, message="Hello")
    await peer.send({"type": "project_deleted"})
    await until_state(still_tab, "gone")
    assert await still_tab.evaluate("details('state').at(-1).deleted") is True
    assert (await answer(still_tab, HELLO))["code"] == "gone"
    await peer.left()
    await still_tab.clock.run_for(120_000)
    assert (scripted.knocks, scripted.plain_requests) == (1, 0)
