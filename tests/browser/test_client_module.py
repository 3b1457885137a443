"""What client.js promises, each kept in a real browser against a server that cuts, hangs and lies."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from tests.browser.scripted_server import Peer, ScriptedServer, scripted_server
from tests.browser.waiting import until

FAST = {"backoffBase": 1, "backoffMax": 4}
NEVER = {"backoffBase": 3_600_000, "backoffMax": 3_600_000}  # only what happens at once can happen
FAILED = [r"WebSocket connection to '.*' failed"]
HELLO, ANOTHER = "request-1", "request-2"
RUN = "message-1"  # the answer, while it is written


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as server:
        yield server


@pytest.fixture
async def tab(server: ScriptedServer, page: Page) -> Page:
    await page.goto(server.url)
    return page


@pytest.fixture
async def still_tab(server: ScriptedServer, page: Page) -> Page:
    """A tab whose clock stands still until `clock.run_for`, and whose dice always fall highest."""
    await page.clock.install(time=0)
    await page.goto(server.url)
    await page.clock.pause_at(60_000)
    await page.evaluate("Math.random = () => 1")
    return page


def event(sequence: int, type: str = "delta", epoch: int = 1, **fields: object) -> dict:
    content = {"content": f"{sequence} "} if type == "delta" else {}
    return {"id": f"{epoch}-{sequence}", "type": type, "ts": 0, "message_id": RUN, **content, **fields}


def snapshot(at: str, content: str = "", status: str = "running") -> dict:
    return {
        "type": "snapshot",
        "at": at,
        "project": {},
        "messages": [{"id": RUN, "content": content, "status": status}],
    }


def reconnected(missed: int = 0) -> dict:
    return {"type": "reconnected", "missed_events": missed, "last_event_id": "1-5", "mode": "replayed"}


def heartbeat(head: str) -> dict:
    return {"type": "heartbeat", "head": head}


def initiated(request_id: str) -> dict:
    return {"type": "initiated", "request_id": request_id, "user_message_id": "u", "assistant_message_id": RUN}


async def follow(tab: Page, **options: object) -> None:
    await tab.evaluate("options => follow(options)", options)


async def go_live(tab: Page, server: ScriptedServer, **options: object) -> Peer:
    """A stream that has its snapshot, as of 1-5."""
    await follow(tab, **options)
    peer = await server.accept()
    await peer.say(snapshot("1-5"))
    await until_state(tab, "live")
    return peer


async def until_state(tab: Page, state: str) -> None:
    await until(tab, f"stream.state === '{state}'")


async def until_applied(tab: Page, position: str) -> None:
    await until(tab, f"stream.position === '{position}'")


async def applied(tab: Page) -> list[str]:
    return await tab.evaluate("details('event').map(({id}) => id)")


async def ask(tab: Page, request_id: str, verb: str = "initiate", **fields: object) -> None:
    await tab.evaluate("([verb, request]) => ask(verb, request)", [verb, {"request_id": request_id, **fields}])


async def answer(tab: Page, request_id: str) -> dict:
    await until(tab, f"answers['{request_id}']")
    return await tab.evaluate(f"answers['{request_id}']")


# --- each event once, in order ---


async def test_a_new_stream_begins_with_a_snapshot_and_is_live(tab: Page, server: ScriptedServer) -> None:
    await follow(tab)
    peer = await server.accept()
    assert (peer.path, peer.asked) == ("/ws/projects/alice/", {"type": "stream", "client_id": "tab"})
    await peer.say(snapshot("1-5", content="Once "), event(6))
    await until_applied(tab, "1-6")
    assert await tab.evaluate("text") == "Once 6 "
    assert await tab.evaluate("states()") == ["connecting", "catching-up", "live"]


async def test_a_page_served_with_its_state_goes_on_from_its_position(tab: Page, server: ScriptedServer) -> None:
    await follow(tab, position="1-5")
    peer = await server.accept()
    assert peer.asked["last_event_id"] == "1-5"
    await peer.say(event(6))
    await until_applied(tab, "1-6")
    assert await tab.evaluate("stream.state") == "catching-up"
    await peer.say(reconnected(1))
    await until(tab, "details('caughtup')[0]?.missed_events === 1")
    assert await tab.evaluate("stream.state") == "live"


async def test_an_event_that_comes_twice_is_applied_once(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server)
    await peer.say(event(6), event(6), event(4), event(7), event(6, merged=2), event(8))
    await until_applied(tab, "1-8")
    assert await applied(tab) == ["1-6", "1-7", "1-8"]


async def test_a_merged_frame_counts_for_all_that_it_stands_for(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server)
    await peer.say(event(8, merged=3), event(9))
    await until_applied(tab, "1-9")
    assert server.knocks == 1


async def test_unknown_events_are_passed_on_and_unknown_frames_are_not(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server)
    await peer.say({"type": "applause"}, event(6, type="hologram"))
    await until_applied(tab, "1-6")
    assert await tab.evaluate("details('event').map(({type}) => type)") == ["hologram"]


async def test_the_first_event_of_any_log_follows_the_empty_one(tab: Page, server: ScriptedServer) -> None:
    await follow(tab)
    peer = await server.accept()
    await peer.say(snapshot("0-0"), event(1, epoch=9), event(2, epoch=9))
    await until_applied(tab, "9-2")
    assert server.knocks == 1


async def test_a_snapshot_in_mid_stream_moves_to_a_new_log(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server)
    await peer.say(snapshot("2-3", content="kept "), event(4, epoch=2))
    await until_applied(tab, "2-4")
    assert await tab.evaluate("[text, stream.state]") == ["kept 4 ", "live"]
    assert server.knocks == 1


async def test_a_run_cut_after_any_of_its_events_ends_with_the_same_text(tab: Page, server: ScriptedServer) -> None:
    types = ["message_created", "status", *["delta"] * 9, "tool_start", "tool_progress", "tool_result", "storyboard"]
    types += [*["delta"] * 6, "status", *["delta"] * 3, "finalized"]
    run = [event(sequence, type) for sequence, type in enumerate(types, 1)]
    whole = "".join(each.get("content", "") for each in run)
    for cut in range(len(run) + 1):
        await follow(tab, **FAST)
        peer = await server.accept()
        await peer.say(snapshot("0-0"), *run[:cut])
        last = run[cut - 1]["id"] if cut else "0-0"
        await until_applied(tab, last)
        if cut % 2:
            peer.cut()
        else:
            await peer.close(4000)
        peer = await server.accept()
        assert peer.asked["last_event_id"] == last
        await peer.say(*run[max(cut - 2, 0) :], reconnected(len(run) - cut))
        await until_applied(tab, run[-1]["id"])
        assert await tab.evaluate("text") == whole, f"cut after {cut}"
        assert await applied(tab) == [each["id"] for each in run], f"cut after {cut}"
        await tab.evaluate("stream.close()")


async def test_a_listener_that_throws_harms_nobody(tab: Page, server: ScriptedServer) -> None:
    tab.expected_console = ["clumsy listener"]
    peer = await go_live(tab, server)
    await tab.evaluate("""() => {
        window.reported = 0;
        addEventListener("error", () => reported += 1);
        stream.addEventListener("event", () => { throw new Error("clumsy listener"); });
    }""")
    await peer.say(event(6), event(7))
    await until_applied(tab, "1-7")
    assert await tab.evaluate("[reported, stream.state]") == [2, "live"]
    assert server.knocks == 1


# --- what does not fit ---


@pytest.mark.parametrize(
    "misfit",
    [event(7), event(7, merged=3), event(1, epoch=2), event(8, merged=2), {"id": "what?", "type": "delta"}],
    ids=["hole", "overlapping merged frame", "new log without a snapshot", "hole before a merged frame", "no id"],
)
async def test_what_does_not_fit_is_asked_for_again_at_once(tab: Page, server: ScriptedServer, misfit: dict) -> None:
    peer = await go_live(tab, server, ackLength=1, **NEVER)
    await peer.say(misfit)
    again = await server.accept()
    assert again.asked["last_event_id"] == "1-5"
    acknowledged = [frame["last_event_id"] for frame in await peer.heard_before_it_left()]
    assert acknowledged == ["1-5"], "an event that was not applied was acknowledged"
    await again.say(event(6), event(7), event(8), reconnected(3))
    await until_applied(tab, "1-8")
    assert await tab.evaluate("text") == "6 7 8 "


async def test_a_hole_that_persists_is_healed_by_a_snapshot(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server, **NEVER)
    await peer.say(event(7))
    peer = await server.accept()
    assert peer.asked["last_event_id"] == "1-5"
    await peer.say(event(7))
    peer = await server.accept()
    assert "last_event_id" not in peer.asked
    await peer.say(snapshot("1-7", content="all of it "), event(8))
    await until_applied(tab, "1-8")
    assert await tab.evaluate("[text, stream.state]") == ["all of it 8 ", "live"]


async def test_a_server_that_lies_without_end_is_asked_slowly(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server, backoffMax=3_600_000)
    for _ in range(2):
        await peer.say(event(99))
        peer = await server.accept()
    await peer.say(snapshot("1-7"), event(99))
    await until_state(tab, "waiting")
    assert await tab.evaluate("details('state').at(-1).retryAt > Date.now()")


async def test_a_position_that_the_server_refuses_ends_in_a_snapshot(tab: Page, server: ScriptedServer) -> None:
    await follow(tab, position="nonsense", **FAST)
    for _ in range(2):
        peer = await server.accept()
        assert peer.asked["last_event_id"] == "nonsense"
        await peer.say({"type": "request_error", "code": "unavailable", "detail": "Not now."})
    for _ in range(2):
        peer = await server.accept()
        assert peer.asked["last_event_id"] == "nonsense"
        await peer.say({"type": "request_error", "code": "invalid", "detail": "What is that?"})
    peer = await server.accept()
    assert "last_event_id" not in peer.asked
    assert await tab.evaluate("details('refused').length") == 4


async def test_a_stream_behind_the_head_for_5_s_is_asked_again_then_replaced(
    still_tab: Page, server: ScriptedServer
) -> None:
    peer = await go_live(still_tab, server)
    for expected, cure in [("1-5", reconnected()), (None, snapshot("1-6"))]:
        await peer.say(heartbeat("1-6"), {"type": "request_error", "code": "x", "detail": "a mark"})
        await until(still_tab, "seen.at(-1).type === 'refused'")
        await still_tab.clock.run_for(4_900)
        assert await still_tab.evaluate("stream.state") == "live"
        await still_tab.clock.run_for(200)
        peer = await server.accept()
        assert peer.asked.get("last_event_id") == expected
        await peer.say(cure)
        await until_state(still_tab, "live")


async def test_a_stream_that_reaches_the_head_in_time_stays(still_tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(still_tab, server)
    await peer.say(heartbeat("1-6"), event(6))
    await until_applied(still_tab, "1-6")
    await still_tab.clock.run_for(6_000)
    assert await still_tab.evaluate("stream.state") == "live"


# --- connections ---


async def test_a_half_open_socket_is_left_after_35_s_of_silence(still_tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(still_tab, server)
    await still_tab.clock.run_for(34_000)
    await peer.say(heartbeat("1-5"), event(6))
    await until_applied(still_tab, "1-6")
    peer.go_deaf()
    await still_tab.clock.run_for(34_000)
    assert await still_tab.evaluate("stream.state") == "live"
    await still_tab.clock.run_for(2_000)
    assert (await server.accept()).asked["last_event_id"] == "1-6"


async def test_a_handshake_without_an_answer_is_given_up_after_10_s(still_tab: Page, server: ScriptedServer) -> None:
    still_tab.expected_console = FAILED
    server.door_open.clear()
    await follow(still_tab)
    await server.knocked(1)
    await still_tab.clock.run_for(9_900)
    assert await still_tab.evaluate("states()") == ["connecting"]
    await still_tab.clock.run_for(200)
    assert await still_tab.evaluate("states()") == ["connecting", "waiting"]
    server.door_open.set()
    await still_tab.clock.run_for(250)
    await server.accept()


async def test_attempts_become_rarer_up_to_15_s_and_begin_anew_once_caught_up(
    still_tab: Page, server: ScriptedServer
) -> None:
    still_tab.expected_console = FAILED
    peer = await go_live(still_tab, server)
    server.turning_away = True
    peer.cut()
    delays = []
    for attempt in range(2, 11):
        await until_state(still_tab, "waiting")
        delays.append(await still_tab.evaluate("details('state').at(-1).retryAt - Date.now()"))
        server.turning_away = attempt < 10
        await still_tab.clock.run_for(delays[-1])
        await server.knocked(attempt)
    assert delays == [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]
    peer = await server.accept()
    await peer.say(reconnected())
    await until_state(still_tab, "live")
    await peer.close(4002)
    await until_state(still_tab, "waiting")
    assert await still_tab.evaluate("details('state').at(-1).retryAt - Date.now()") == 250
    assert await still_tab.evaluate("details('state').at(-1).code") == 4002


async def test_delays_are_spread_by_chance(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server, **NEVER)
    await tab.evaluate("Math.random = () => 0.25")
    await peer.close(4000)
    await until_state(tab, "waiting")
    delay = await tab.evaluate("details('state').at(-1).retryAt - Date.now()")
    assert 890_000 < delay <= 900_000


@pytest.mark.parametrize(("code", "state"), [(4501, "signed-out"), (4504, "gone"), (4508, "refused")])
async def test_told_not_to_come_back_it_does_not(
    still_tab: Page, server: ScriptedServer, code: int, state: str
) -> None:
    peer = await go_live(still_tab, server)
    await ask(still_tab, HELLO, message="Hello")
    await peer.close(code)
    await until_state(still_tab, state)
    assert await still_tab.evaluate("details('state').at(-1)") == {"state": state, "code": code, "reason": ""}
    assert (await answer(still_tab, HELLO))["code"] == state, "who waits for an answer is told that none will come"
    await ask(still_tab, ANOTHER, message="Anyone?")
    assert (await answer(still_tab, ANOTHER))["code"] == state
    await still_tab.evaluate("dispatchEvent(new Event('online'))")
    await still_tab.clock.run_for(120_000)
    assert server.knocks == 1
    await still_tab.evaluate("stream.start()")
    assert (await server.accept()).asked["last_event_id"] == "1-5"


async def test_retry_now_does_not_wait(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server, **NEVER)
    await peer.close(4000)
    await until_state(tab, "waiting")
    await tab.evaluate("stream.retryNow()")
    assert (await server.accept()).asked["last_event_id"] == "1-5"


async def test_offline_it_rests_and_online_it_is_back_at_once(still_tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(still_tab, server)
    await still_tab.context.set_offline(True)
    await until_state(still_tab, "offline")
    await peer.left()
    await still_tab.clock.run_for(120_000)
    assert server.knocks == 1
    await still_tab.context.set_offline(False)
    assert (await server.accept()).asked["last_event_id"] == "1-5"


async def test_a_stream_that_starts_without_a_network_says_so(tab: Page, server: ScriptedServer) -> None:
    tab.expected_console = FAILED
    await tab.context.set_offline(True)
    server.turning_away = True
    await follow(tab)
    await until_state(tab, "offline")
    server.turning_away = False
    await tab.context.set_offline(False)
    await server.accept()


async def test_who_returns_to_the_tab_does_not_wait(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server, **NEVER)
    await peer.close(4000)
    await until_state(tab, "waiting")
    await tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert (await server.accept()).asked["last_event_id"] == "1-5"


async def test_a_socket_silent_for_20_s_is_not_trusted_on_return_to_the_tab(
    still_tab: Page, server: ScriptedServer
) -> None:
    await go_live(still_tab, server)
    await still_tab.clock.run_for(19_000)
    await still_tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert await still_tab.evaluate("stream.state") == "live"
    await still_tab.clock.run_for(2_000)
    await still_tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert (await server.accept()).asked["last_event_id"] == "1-5"


async def test_a_page_in_the_back_forward_cache_has_no_socket_until_it_is_shown(
    still_tab: Page, server: ScriptedServer
) -> None:
    peer = await go_live(still_tab, server)
    await still_tab.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    await peer.left()
    await still_tab.clock.run_for(120_000)
    assert server.knocks == 1
    await still_tab.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert (await server.accept()).asked["last_event_id"] == "1-5"


async def test_closed_it_leaves_nothing_behind(still_tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(still_tab, server)
    await ask(still_tab, HELLO, message="Hello")
    await peer.say(event(6), heartbeat("1-7"))
    await until_applied(still_tab, "1-6")
    await still_tab.evaluate("stream.close()")
    assert [frame["type"] for frame in await peer.heard_before_it_left()] == ["initiate"]
    assert (await answer(still_tab, HELLO))["code"] == "closed"
    await still_tab.evaluate("dispatchEvent(new Event('online'))")
    await still_tab.clock.run_for(120_000)
    assert server.knocks == 1
    assert (await still_tab.evaluate("states()"))[-1] == "closed"


async def test_a_listener_may_close_the_stream_at_any_moment(still_tab: Page, server: ScriptedServer) -> None:
    still_tab.expected_console = FAILED
    for kind in ("snapshot", "event", "state"):
        await follow(still_tab, ackLength=1)
        await still_tab.evaluate(f"stream.addEventListener('{kind}', () => stream.close())")
        peer = await server.accept()
        await peer.say(snapshot("1-5"), event(6))
        await until_state(still_tab, "closed")
        await peer.left()
    await still_tab.clock.run_for(120_000)
    assert server.knocks == 3


# --- acknowledgements ---


async def test_64_kib_are_acknowledged_at_once(still_tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(still_tab, server)
    text = "x" * 30_000
    await peer.say(*[event(sequence, content=text) for sequence in range(6, 12)])
    assert await peer.hear() == {"type": "ack", "last_event_id": "1-8"}
    assert await peer.hear() == {"type": "ack", "last_event_id": "1-11"}


async def test_less_is_acknowledged_once_a_second_while_events_arrive(still_tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(still_tab, server)
    await peer.say(event(6), event(7))
    await until_applied(still_tab, "1-7")
    await still_tab.clock.run_for(1_000)
    await peer.say(event(8))
    await until_applied(still_tab, "1-8")
    await still_tab.clock.run_for(1_000)
    await still_tab.evaluate("stream.close()")
    acks = [frame["last_event_id"] for frame in await peer.heard_before_it_left()]
    assert acks == ["1-7", "1-8"]


async def test_without_news_there_is_no_acknowledgement(still_tab: Page, server: ScriptedServer) -> None:
    await follow(still_tab, position="1-5", ackLength=10)
    peer = await server.accept()
    await peer.say(event(5), heartbeat("1-5"), {"type": "applause"}, reconnected())
    await until_state(still_tab, "live")
    await still_tab.clock.run_for(30_000)
    await still_tab.evaluate("stream.close()")
    assert await peer.heard_before_it_left() == []


# --- requests ---


async def test_a_lost_answer_is_asked_for_again_with_the_same_request_id(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server, **FAST)
    await ask(tab, HELLO, message="Hello", attachments=["cat.png"])
    first = await peer.hear()
    assert first == {"type": "initiate", "request_id": HELLO, "message": "Hello", "attachments": ["cat.png"]}
    peer.cut()
    peer = await server.accept()
    await peer.say(reconnected())
    assert await peer.hear() == first
    await peer.say(initiated(HELLO))
    assert await answer(tab, HELLO) == initiated(HELLO)
    peer.cut()
    peer = await server.accept()
    await peer.say(reconnected())
    await until_state(tab, "live")
    await tab.evaluate("stream.close()")
    assert await peer.heard_before_it_left() == [], "an answered request was sent again"


async def test_a_double_click_is_one_request(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server)
    await ask(tab, HELLO, message="Hello")
    await ask(tab, HELLO, message="Hello")
    await ask(tab, ANOTHER, verb="retry", assistant_message_id=RUN)
    assert [(await peer.hear())["request_id"], await peer.hear()] == [
        HELLO,
        {"type": "retry", "request_id": ANOTHER, "assistant_message_id": RUN},
    ]


async def test_a_refused_request_rejects_with_its_reason(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server)
    await ask(tab, HELLO, message="Hello")
    refusal = {"type": "request_error", "code": "rate_limited", "detail": "Slow down.", "retry_after": 3}
    await peer.say({**refusal, "request_id": HELLO}, refusal)
    assert await answer(tab, HELLO) == {
        "name": "RequestError",
        "code": "rate_limited",
        "detail": "Slow down.",
        "retryAfter": 3,
    }
    await until(tab, "details('refused').length === 1")
    assert await tab.evaluate("[details('refused')[0].code, stream.state]") == ["rate_limited", "live"]


async def test_what_is_asked_offline_is_sent_once_in_order_when_caught_up(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server, **FAST)
    await tab.context.set_offline(True)
    await peer.left()
    await ask(tab, HELLO, message="first")
    await tab.evaluate("id => stream.stop(id)", RUN)
    await ask(tab, ANOTHER, message="second")
    await tab.context.set_offline(False)
    peer = await server.accept()
    await peer.say(event(6), reconnected(1))
    await until_state(tab, "live")
    await tab.evaluate("stream.close()")
    heard = await peer.heard_before_it_left()
    assert [frame.get("message", frame["type"]) for frame in heard if frame["type"] != "ack"] == [
        "first",
        "stop",
        "second",
    ]


@pytest.mark.parametrize("ending", [event(6, type="finalized"), snapshot("1-6", status="cancelled")])
async def test_a_stop_is_wanted_until_its_run_has_ended(tab: Page, server: ScriptedServer, ending: dict) -> None:
    peer = await go_live(tab, server, **FAST)
    await tab.evaluate("id => stream.stop(id)", RUN)
    assert await peer.hear() == {"type": "stop", "assistant_message_id": RUN}
    peer.cut()
    peer = await server.accept()
    await peer.say(reconnected())
    assert (await peer.hear())["type"] == "stop"
    await peer.say(ending)
    await until_applied(tab, "1-6")
    peer.cut()
    peer = await server.accept()
    await peer.say(reconnected())
    await until_state(tab, "live")
    await tab.evaluate("stream.close()")
    assert await peer.heard_before_it_left() == []


async def test_a_frame_that_the_server_could_not_read_is_never_sent(tab: Page, server: ScriptedServer) -> None:
    peer = await go_live(tab, server)
    await ask(tab, HELLO, message="字" * 32_000)
    assert (await answer(tab, HELLO))["code"] == "too_large"
    await tab.evaluate(f"ask('initiate', {{request_id: '{ANOTHER}', message: 'half \\ud83d'}})")
    assert (await peer.hear())["message"] == "half \ufffd"
