"""What the end of an answer brings: advice once, a name for a project without one, a notification for who asked and looks away."""

from playwright.async_api import Page, expect

from tests.browser.frames import example
from tests.browser.played_chat import EMPTY, go_live, message, snapshot, tell
from tests.browser.waiting import until

NOTIFICATION = """() => {
globalThis.told = [];
globalThis.Notification = class extends EventTarget {
  static permission = "default";
  static async requestPermission() { return (Notification.permission = "granted"); }
  constructor(title, {body}) { super(); told.push([title, body]); }
};
}"""


async def test_a_project_gets_its_name_and_who_asked_for_it_a_notification(chat: Page) -> None:
    await chat.evaluate(NOTIFICATION)
    await chat.route("**/revisions/**", lambda route: route.fulfill(json={"revisions": []}))
    unnamed = {**EMPTY["project"], "title": "Nameless"}
    writing = snapshot(message("a", "Coffee", role="user"), message("b", status="running"))
    film = {"revision": 1, **example("launch")}
    await go_live(chat, {**writing, "project": unnamed, "storyboard": film})
    offer = chat.get_by_role("button", name="Tell me when it is ready")
    await offer.click()
    await expect(offer).to_be_hidden()
    await chat.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    await tell(chat, "event", {"id": "1-1", "type": "project_renamed", "ts": 1, "title": "Coffee"})
    end = {"message_id": "b", "status": "success", "content": "Done", "length": 4, "sha256": "", "elapsed_ms": 1}
    await tell(chat, "event", {"id": "1-2", "type": "finalized", "ts": 1, **end})
    await expect(chat.locator("h1")).to_have_text("Coffee")
    await expect(chat.locator(".notes")).to_contain_text("Click any text in the film to change it.")
    await until(chat, "told.length > 0")
    assert await chat.evaluate("told") == [["Your film is ready", "Coffee"]]
