"""The words of the tests of client.js: frames that a server says, and what a page with a stream is asked."""

from playwright.async_api import Page

from tests.browser.scripted_server import Peer, ScriptedServer
from tests.browser.waiting import until

FAST = {"backoffBase": 1, "backoffMax": 4}
NEVER = {"backoffBase": 3_600_000, "backoffMax": 3_600_000}  # only what happens at once can happen
FAILED = [r"WebSocket connection to '.*' failed"]
RUN = "message-1"  # the answer, while it is written


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


async def go_live(tab: Page, scripted: ScriptedServer, **options: object) -> Peer:
    """A stream that has its snapshot, as of 1-5."""
    await follow(tab, **options)
    peer = await scripted.accept()
    await peer.send(snapshot("1-5"))
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
