"""When client.js connects, waits, gives up and comes back."""

from contextlib import suppress

import pytest
from playwright.async_api import Page
from websockets.exceptions import ConnectionClosed

from tests.browser.client_tab import (
    FAILED,
    NEVER,
    answer,
    ask,
    event,
    follow,
    go_live,
    heartbeat,
    reconnected,
    snapshot,
    until_applied,
    until_state,
)
from tests.browser.scripted_server import ScriptedServer

HELLO, ANOTHER = "request-1", "request-2"


async def test_a_half_open_socket_is_left_after_35_s_of_silence(still_tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(still_tab, scripted)
    await still_tab.clock.run_for(34_000)
    await peer.send(heartbeat("1-5"), event(6))
    await until_applied(still_tab, "1-6")
    peer.go_deaf()
    await still_tab.clock.run_for(34_000)
    assert await still_tab.evaluate("stream.state") == "live"
    await still_tab.clock.run_for(2_000)
    assert (await scripted.accept()).asked["last_event_id"] == "1-6"


async def test_a_handshake_without_an_answer_is_given_up_after_10_s(still_tab: Page, scripted: ScriptedServer) -> None:
    still_tab.expected_console = FAILED
    scripted.door_open.clear()
    await follow(still_tab)
    await scripted.knocked(1)
    await still_tab.clock.run_for(9_900)
    assert await still_tab.evaluate("states()") == ["connecting"]
    await still_tab.clock.run_for(200)
    assert await still_tab.evaluate("states()") == ["connecting", "waiting"]
    scripted.door_open.set()
    await still_tab.clock.run_for(250)
    await scripted.accept()


async def test_attempts_become_rarer_up_to_15_s_and_begin_anew_once_caught_up(
    still_tab: Page, scripted: ScriptedServer
) -> None:
    still_tab.expected_console = FAILED
    peer = await go_live(still_tab, scripted)
    scripted.turning_away = True
    peer.cut()
    delays = []
    for attempt in range(2, 11):
        await until_state(still_tab, "waiting")
        delays.append(await still_tab.evaluate("details('state').at(-1).retryAt - Date.now()"))
        scripted.turning_away = attempt < 10
        await still_tab.clock.run_for(delays[-1])
        await scripted.knocked(attempt)
    assert delays == [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]
    peer = await scripted.accept()
    await peer.send(reconnected())
    await until_state(still_tab, "live")
    await peer.close(4002)
    await until_state(still_tab, "waiting")
    assert await still_tab.evaluate("details('state').at(-1).retryAt - Date.now()") == 250
    assert await still_tab.evaluate("details('state').at(-1).code") == 4002


async def test_delays_are_spread_by_chance(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, **NEVER)
    await tab.evaluate("Math.random = () => 0.25")
    await peer.close(4000)
    await until_state(tab, "waiting")
    delay = await tab.evaluate("details('state').at(-1).retryAt - Date.now()")
    assert 890_000 < delay <= 900_000


@pytest.mark.parametrize(("code", "state"), [(4501, "signed-out"), (4504, "gone"), (4508, "refused")])
async def test_told_not_to_come_back_it_does_not(
    still_tab: Page, scripted: ScriptedServer, code: int, state: str
) -> None:
    peer = await go_live(still_tab, scripted)
    await ask(still_tab, HELLO, message="Hello")
    await peer.close(code)
    await until_state(still_tab, state)
    assert await still_tab.evaluate("details('state').at(-1)") == {"state": state, "code": code, "reason": ""}
    assert (await answer(still_tab, HELLO))["code"] == state, "who waits for an answer is told that none will come"
    await ask(still_tab, ANOTHER, message="Anyone?")
    assert (await answer(still_tab, ANOTHER))["code"] == state
    await still_tab.evaluate("dispatchEvent(new Event('online'))")
    await still_tab.clock.run_for(120_000)
    assert scripted.knocks == 1
    await still_tab.evaluate("stream.start()")
    peer = await scripted.accept()
    assert peer.asked["last_event_id"] == "1-5"
    await peer.send(reconnected())
    await until_state(still_tab, "live")
    await still_tab.evaluate("stream.close()")
    assert await peer.heard_before_it_left() == [], "what was rejected was sent after all"


async def test_retry_now_does_not_wait(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, **NEVER)
    await peer.close(4000)
    await until_state(tab, "waiting")
    await tab.evaluate("stream.retryNow()")
    assert (await scripted.accept()).asked["last_event_id"] == "1-5"


async def test_offline_it_rests_and_online_it_is_back_at_once(still_tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(still_tab, scripted)
    await still_tab.context.set_offline(True)
    await until_state(still_tab, "offline")
    await peer.left()
    await still_tab.clock.run_for(120_000)
    assert scripted.knocks == 1
    await still_tab.context.set_offline(False)
    assert (await scripted.accept()).asked["last_event_id"] == "1-5"


async def test_a_stream_that_starts_without_a_network_says_so(lone_tab: Page, scripted: ScriptedServer) -> None:
    lone_tab.expected_console = FAILED
    await lone_tab.context.set_offline(True)
    scripted.turning_away = True
    await follow(lone_tab)
    await until_state(lone_tab, "offline")
    scripted.turning_away = False
    await lone_tab.context.set_offline(False)
    await scripted.accept()


async def test_who_returns_to_the_tab_does_not_wait(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, **NEVER)
    await peer.close(4000)
    await until_state(tab, "waiting")
    await tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert (await scripted.accept()).asked["last_event_id"] == "1-5"


async def test_a_socket_silent_for_20_s_is_not_trusted_on_return_to_the_tab(
    still_tab: Page, scripted: ScriptedServer
) -> None:
    await go_live(still_tab, scripted)
    await still_tab.clock.run_for(19_000)
    await still_tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert await still_tab.evaluate("stream.state") == "live"
    await still_tab.clock.run_for(2_000)
    await still_tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert (await scripted.accept()).asked["last_event_id"] == "1-5"


async def test_a_page_in_the_back_forward_cache_has_no_socket_until_it_is_shown(
    still_tab: Page, scripted: ScriptedServer
) -> None:
    peer = await go_live(still_tab, scripted)
    await still_tab.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    await peer.left()
    await still_tab.clock.run_for(120_000)
    assert scripted.knocks == 1
    await still_tab.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert (await scripted.accept()).asked["last_event_id"] == "1-5"


async def test_closed_it_leaves_nothing_behind(still_tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(still_tab, scripted)
    await ask(still_tab, HELLO, message="Hello")
    await peer.send(event(6), heartbeat("1-7"))
    await until_applied(still_tab, "1-6")
    await still_tab.evaluate("stream.close()")
    assert [frame["type"] for frame in await peer.heard_before_it_left()] == ["initiate"]
    assert (await answer(still_tab, HELLO))["code"] == "closed"
    await still_tab.evaluate("dispatchEvent(new Event('online'))")
    await still_tab.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await still_tab.clock.run_for(120_000)
    assert scripted.knocks == 1
    assert (await still_tab.evaluate("states()"))[-1] == "closed"


async def test_a_listener_may_close_the_stream_at_any_moment(still_tab: Page, scripted: ScriptedServer) -> None:
    still_tab.expected_console = FAILED
    for kind in ("snapshot", "event", "state"):
        await follow(still_tab, ackLength=1)
        await still_tab.evaluate(f"stream.addEventListener('{kind}', () => stream.close())")
        peer = await scripted.accept()
        with suppress(ConnectionClosed):
            await peer.send(snapshot("1-5"), event(6))
        await until_state(still_tab, "closed")
        await peer.left()
    await still_tab.clock.run_for(120_000)
    assert scripted.knocks == 3
