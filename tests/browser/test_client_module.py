"""What client.js promises of events: each once, in order, none missing, even from a server that lies."""

import pytest
from playwright.async_api import Page

from tests.browser.client_tab import (
    FAST,
    NEVER,
    applied,
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
from tests.browser.waiting import until


async def test_a_new_stream_begins_with_a_snapshot_and_is_live(tab: Page, scripted: ScriptedServer) -> None:
    await follow(tab)
    peer = await scripted.accept()
    assert (peer.path, peer.asked) == ("/ws/projects/alice/", {"type": "stream"})
    await peer.send(snapshot("1-5", content="Once "), event(6))
    await until_applied(tab, "1-6")
    assert await tab.evaluate("text") == "Once 6 "
    assert await tab.evaluate("states()") == ["connecting", "catching-up", "live"]


async def test_a_page_served_with_its_state_goes_on_from_its_position(tab: Page, scripted: ScriptedServer) -> None:
    await follow(tab, position="1-5")
    peer = await scripted.accept()
    assert peer.asked["last_event_id"] == "1-5"
    await peer.send(event(6))
    await until_applied(tab, "1-6")
    assert await tab.evaluate("stream.state") == "catching-up"
    await peer.send(reconnected(1))
    await until(tab, "details('caughtup')[0]?.missed_events === 1")
    assert await tab.evaluate("stream.state") == "live"


async def test_a_position_that_has_expired_is_answered_by_a_snapshot_and_said_out_loud(
    tab: Page, scripted: ScriptedServer
) -> None:
    await follow(tab, position="1-5")
    peer = await scripted.accept()
    await peer.send(snapshot("1-900", content="anew "))
    await until_applied(tab, "1-900")
    assert await tab.evaluate("stream.state") == "catching-up"
    await peer.send(reconnected() | {"mode": "snapshot"})
    await until(tab, "details('caughtup')[0]?.mode === 'snapshot'")
    assert await tab.evaluate("[text, stream.state]") == ["anew ", "live"]


async def test_an_event_that_comes_twice_is_applied_once(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted)
    await peer.send(event(6), event(6), event(4), event(7), event(6, merged=2), event(8))
    await until_applied(tab, "1-8")
    assert await applied(tab) == ["1-6", "1-7", "1-8"]


async def test_a_merged_frame_counts_for_all_that_it_stands_for(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted)
    await peer.send(event(8, merged=3), event(9))
    await until_applied(tab, "1-9")
    assert scripted.knocks == 1


async def test_unknown_events_are_passed_on_and_unknown_frames_are_not(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted)
    await peer.send({"type": "applause"}, event(6, type="hologram"))
    await until_applied(tab, "1-6")
    assert await tab.evaluate("details('event').map(({type}) => type)") == ["hologram"]


async def test_the_first_event_of_any_log_follows_the_empty_one(tab: Page, scripted: ScriptedServer) -> None:
    await follow(tab)
    peer = await scripted.accept()
    await peer.send(snapshot("0-0"), event(1, epoch=9), event(2, epoch=9))
    await until_applied(tab, "9-2")
    assert scripted.knocks == 1


async def test_a_snapshot_in_mid_stream_moves_to_a_new_log(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted)
    await peer.send(snapshot("2-3", content="kept "), event(4, epoch=2))
    await until_applied(tab, "2-4")
    assert await tab.evaluate("[text, stream.state]") == ["kept 4 ", "live"]
    assert scripted.knocks == 1


async def test_a_run_cut_after_any_of_its_events_ends_with_the_same_text(tab: Page, scripted: ScriptedServer) -> None:
    types = ["message_created", "status", *["delta"] * 9, "tool_start", "tool_progress", "tool_result", "storyboard"]
    types += [*["delta"] * 6, "status", *["delta"] * 3, "finalized"]
    run = [event(sequence, type) for sequence, type in enumerate(types, 1)]
    whole = "".join(each.get("content", "") for each in run)
    for cut in range(len(run) + 1):
        await follow(tab, **FAST)
        peer = await scripted.accept()
        await peer.send(snapshot("0-0"), *run[:cut])
        last = run[cut - 1]["id"] if cut else "0-0"
        await until_applied(tab, last)
        if cut % 2:
            peer.cut()
        else:
            await peer.close(4000)
        peer = await scripted.accept()
        assert peer.asked["last_event_id"] == last
        await peer.send(*run[max(cut - 2, 0) :], reconnected(len(run) - cut))
        await until_applied(tab, run[-1]["id"])
        assert await tab.evaluate("text") == whole, f"cut after {cut}"
        assert await applied(tab) == [each["id"] for each in run], f"cut after {cut}"
        await tab.evaluate("stream.close()")


async def test_a_listener_that_throws_harms_nobody(tab: Page, scripted: ScriptedServer) -> None:
    tab.expected_console = ["clumsy listener"]
    peer = await go_live(tab, scripted)
    await tab.evaluate("""() => {
        window.reported = 0;
        addEventListener("error", () => reported += 1);
        stream.addEventListener("event", () => { throw new Error("clumsy listener"); });
    }""")
    await peer.send(event(6), event(7))
    await until_applied(tab, "1-7")
    assert await tab.evaluate("[reported, stream.state]") == [2, "live"]
    assert scripted.knocks == 1


# --- what does not fit ---


@pytest.mark.parametrize(
    "misfit",
    [
        pytest.param(event(7), id="hole"),
        pytest.param(event(8, merged=2), id="hole before a merged frame"),
        pytest.param(event(7, merged=3), id="merged frame that overlaps"),
        pytest.param(event(1, epoch=2), id="new log without a snapshot"),
        pytest.param(event(6, epoch=2), id="number that follows in another log"),
        pytest.param({"id": "what?", "type": "delta"}, id="no id"),
    ],
)
async def test_what_does_not_fit_is_asked_for_again_at_once(tab: Page, scripted: ScriptedServer, misfit: dict) -> None:
    peer = await go_live(tab, scripted, ackLength=1, **NEVER)
    await peer.send(misfit)
    again = await scripted.accept()
    assert again.asked["last_event_id"] == "1-5"
    acknowledged = [frame["last_event_id"] for frame in await peer.heard_before_it_left()]
    assert acknowledged == ["1-5"], "an event that was not applied was acknowledged"
    await again.send(event(6), event(7), event(8), reconnected(3))
    await until_applied(tab, "1-8")
    assert await tab.evaluate("text") == "6 7 8 "


async def test_a_hole_that_persists_is_healed_by_a_snapshot(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, **NEVER)
    await peer.send(event(7))
    peer = await scripted.accept()
    assert peer.asked["last_event_id"] == "1-5"
    await peer.send(event(7))
    peer = await scripted.accept()
    assert "last_event_id" not in peer.asked
    await peer.send(snapshot("1-7", content="all of it "), event(8))
    await until_applied(tab, "1-8")
    assert await tab.evaluate("[text, stream.state]") == ["all of it 8 ", "live"]


async def test_a_healed_hole_is_no_reason_for_a_snapshot_at_the_next(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, **NEVER)
    for position in (5, 6, 7):
        await peer.send(event(position + 2))
        peer = await scripted.accept()
        assert peer.asked["last_event_id"] == f"1-{position}"
        await peer.send(event(position + 1), reconnected(1))
        await until_state(tab, "live")


async def test_a_server_that_lies_without_end_is_asked_slowly(tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(tab, scripted, backoffMax=3_600_000)
    for _ in range(2):
        await peer.send(event(99))
        peer = await scripted.accept()
    await peer.send(snapshot("1-7"), event(99))
    await until_state(tab, "waiting")
    assert await tab.evaluate("details('state').at(-1).retryAt > Date.now()")


async def test_a_position_that_the_server_refuses_ends_in_a_snapshot(tab: Page, scripted: ScriptedServer) -> None:
    await follow(tab, position="nonsense", **FAST)
    for _ in range(2):
        peer = await scripted.accept()
        assert peer.asked["last_event_id"] == "nonsense"
        await peer.send({"type": "request_error", "code": "unavailable", "detail": "Not now."})
    for _ in range(2):
        peer = await scripted.accept()
        assert peer.asked["last_event_id"] == "nonsense"
        await peer.send({"type": "request_error", "code": "invalid", "detail": "What is that?"})
    peer = await scripted.accept()
    assert "last_event_id" not in peer.asked
    assert await tab.evaluate("details('refused').length") == 4


async def test_a_stream_behind_the_head_for_5_s_is_asked_again_then_replaced(
    still_tab: Page, scripted: ScriptedServer
) -> None:
    peer = await go_live(still_tab, scripted)
    for expected, cure in [("1-5", reconnected()), (None, snapshot("1-6"))]:
        await peer.send(heartbeat("1-6"), {"type": "request_error", "code": "x", "detail": "a mark"})
        await until(still_tab, "seen.at(-1).type === 'refused'")
        await still_tab.clock.run_for(4_900)
        assert await still_tab.evaluate("stream.state") == "live"
        await still_tab.clock.run_for(200)
        peer = await scripted.accept()
        assert peer.asked.get("last_event_id") == expected
        await peer.send(cure)
        await until_state(still_tab, "live")


async def test_a_stream_that_reaches_the_head_in_time_stays(still_tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(still_tab, scripted)
    await peer.send(heartbeat("1-6"), event(6))
    await until_applied(still_tab, "1-6")
    await still_tab.clock.run_for(6_000)
    assert await still_tab.evaluate("stream.state") == "live"


async def test_a_stream_that_is_late_but_goes_on_stays(still_tab: Page, scripted: ScriptedServer) -> None:
    peer = await go_live(still_tab, scripted)
    await peer.send(heartbeat("1-9"))
    for sequence in (6, 7, 8):
        await peer.send(event(sequence))
        await until_applied(still_tab, f"1-{sequence}")
        await still_tab.clock.run_for(4_000)
    assert await still_tab.evaluate("stream.state") == "live"
