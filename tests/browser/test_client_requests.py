"""What client.js sends: acknowledgements, and requests until they are answered."""

import pytest
from playwright.async_api import Page

from tests.browser.client_tab import (
    FAST,
    RUN,
    answer,
    ask,
    event,
    follow,
    go_live,
    heartbeat,
    initiated,
    reconnected,
    snapshot,
    until_applied,
    until_state,
)
from tests.browser.scripted_server import ScriptedServer
from tests.browser.waiting import until

HELLO, ANOTHER = "request-1", "request-2"


# --- acknowledgements ---


async def test_64_kib_are_acknowledged_at_once(still_tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(still_tab, scripted)
    text = "x" * 30_000
    await peer.send(*[event(sequence, content=text) for sequence in range(6, 12)])
    assert await peer.receive() == {"type": "ack", "last_event_id": "1-8"}
    assert await peer.receive() == {"type": "ack", "last_event_id": "1-11"}


async def test_less_is_acknowledged_once_a_second_while_events_arrive(
    still_tab: Page, scripted: ScriptedServer
) -> None:
    peer = await go_live(still_tab, scripted)
    await peer.send(event(6), event(7))
    await until_applied(still_tab, "1-7")
    await still_tab.clock.run_for(1_000)
    await peer.send(event(8))
    await until_applied(still_tab, "1-8")
    await still_tab.clock.run_for(1_000)
    await still_tab.evaluate("stream.close()")
    acks = [frame["last_event_id"] for frame in await peer.heard_before_it_left()]
    assert acks == ["1-7", "1-8"]


async def test_without_news_there_is_no_acknowledgement(still_tab: Page, scripted: ScriptedServer) -> None:
    await follow(still_tab, position="1-5", ackLength=10)
    peer = await scripted.accept()
    await peer.send(event(5), heartbeat("1-5"), {"type": "applause"}, reconnected())
    await until_state(still_tab, "live")
    await still_tab.clock.run_for(30_000)
    await still_tab.evaluate("stream.close()")
    assert await peer.heard_before_it_left() == []


# --- requests ---


async def test_a_lost_answer_is_asked_for_again_with_the_same_request_id(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, **FAST)
    await ask(tab, HELLO, message="Hello", attachments=["cat.png"])
    first = await peer.receive()
    assert first == {"type": "initiate", "request_id": HELLO, "message": "Hello", "attachments": ["cat.png"]}
    peer.cut()
    peer = await scripted.accept()
    await peer.send(reconnected())
    assert await peer.receive() == first
    await peer.send(initiated(HELLO))
    assert await answer(tab, HELLO) == initiated(HELLO)
    peer.cut()
    peer = await scripted.accept()
    await peer.send(reconnected())
    await until_state(tab, "live")
    await tab.evaluate("stream.close()")
    assert await peer.heard_before_it_left() == [], "an answered request was sent again"


async def test_a_double_click_is_one_request(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted)
    await ask(tab, HELLO, message="Hello")
    await ask(tab, HELLO, message="Hello")
    await ask(tab, ANOTHER, verb="retry", assistant_message_id=RUN)
    assert [(await peer.receive())["request_id"], await peer.receive()] == [
        HELLO,
        {"type": "retry", "request_id": ANOTHER, "assistant_message_id": RUN},
    ]


async def test_a_refused_request_rejects_with_its_reason(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted)
    await ask(tab, HELLO, message="Hello")
    refusal = {"type": "request_error", "code": "rate_limited", "detail": "Slow down.", "retry_after": 3}
    await peer.send({**refusal, "request_id": HELLO}, refusal)
    assert await answer(tab, HELLO) == {
        "name": "RequestError",
        "code": "rate_limited",
        "detail": "Slow down.",
        "retryAfter": 3,
    }
    await until(tab, "details('refused').length === 1")
    assert await tab.evaluate("[details('refused')[0].code, stream.state]") == ["rate_limited", "live"]


async def test_what_is_asked_offline_is_sent_once_in_order_when_caught_up(
    lone_tab: Page, scripted: ScriptedServer
) -> None:
    peer = await go_live(lone_tab, scripted, **FAST)
    await lone_tab.context.set_offline(True)
    await peer.left()
    await ask(lone_tab, HELLO, message="first")
    await lone_tab.evaluate("id => stream.stop(id)", RUN)
    await ask(lone_tab, ANOTHER, message="second")
    await lone_tab.context.set_offline(False)
    peer = await scripted.accept()
    await until_state(lone_tab, "catching-up")
    await ask(lone_tab, "request-3", message="third")
    await peer.send(event(6), reconnected(1))
    await until_state(lone_tab, "live")
    await lone_tab.evaluate("stream.close()")
    heard = await peer.heard_before_it_left()
    requests = [frame.get("message", frame["type"]) for frame in heard if frame["type"] != "ack"]
    assert requests == ["first", "stop", "second", "third"]


@pytest.mark.parametrize("ending", [event(6, type="finalized"), snapshot("1-6", status="cancelled")])
async def test_a_stop_is_wanted_until_its_run_has_ended(tab: Page, scripted: ScriptedServer, ending: dict) -> None:
    peer = await go_live(tab, scripted, **FAST)
    await tab.evaluate("id => stream.stop(id)", RUN)
    assert await peer.receive() == {"type": "stop", "assistant_message_id": RUN}
    peer.cut()
    peer = await scripted.accept()
    await peer.send(snapshot("1-5"), reconnected())
    assert (await peer.receive())["type"] == "stop"
    await peer.send(ending)
    await until_applied(tab, "1-6")
    peer.cut()
    peer = await scripted.accept()
    await peer.send(reconnected())
    await until_state(tab, "live")
    await tab.evaluate("stream.close()")
    assert await peer.heard_before_it_left() == []


async def test_a_frame_that_the_server_could_not_read_is_never_sent(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted)
    await ask(tab, HELLO, message="字" * 32_000)
    assert (await answer(tab, HELLO))["code"] == "too_large"
    await tab.evaluate(f"ask('initiate', {{request_id: '{ANOTHER}', message: 'half \\ud83d'}})")
    assert (await peer.receive())["message"] == "half \ufffd"


async def test_a_decision_is_sent_until_it_is_answered(tab: Page, scripted: ScriptedServer) -> None:
    decision = {"assistant_message_id": RUN, "tool_call_id": "call-1", "decision": "approved"}
    peer = await go_live(tab, scripted, **FAST)
    await tab.evaluate("(decision) => { globalThis.decided = stream.decide(decision); }", decision)
    first = await peer.receive()
    assert first == {"type": "decide", "request_id": "call-1", **decision}
    peer.cut()
    peer = await scripted.accept()
    await peer.send(reconnected())
    assert await peer.receive() == first
    await peer.send({**first, "type": "decided"})
    assert (await tab.evaluate("decided"))["decision"] == "approved"
