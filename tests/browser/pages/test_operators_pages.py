"""An operator's first minute: how the site is, what failed, and where the time of a run went."""

import json

from tests.browser.pages.test_admin import admin  # noqa: F401 - a fixture
from tests.browser.waiting import until
from tests.instance import Instance


async def test_the_admin_begins_with_how_the_site_is_and_leads_to_a_run(instance: Instance, admin) -> None:  # noqa: F811
    alice = instance.make_user("alice")
    project = await alice.make_project("A film to look into")
    async with alice.socket(project) as tab:
        await tab.send(type="stream")
        asked = (await tab.initiate("Make a 10 second intro for a bakery"))["assistant_message_id"]
        await tab.until("finalized")
    await admin.goto(instance.url + "/admin/")
    await until(admin, "document.querySelectorAll('#status-strip dd').length === 10")
    assert "well" in await admin.inner_text("#status-strip")
    await admin.goto(f"{instance.url}/admin/operations/run/?q={alice.username}")
    await admin.click("#result_list tbody th a")
    await until(admin, "document.querySelectorAll('#run-log tbody tr').length > 3")
    log = await admin.inner_text("#run-log")
    assert "message_created" in log
    assert "finalized" in log
    assert await admin.locator(".waterfall rect").count() >= 2
    await until(admin, "document.querySelector('#run-readers').innerText === 'Nobody is connected.'")
    answer = instance.shell(f"from projects.models import Message\nanswer = Message.objects.get(pk={asked!r}).content")
    await admin.get_by_role("button", name="Play 10×").click()
    await until(
        admin, "document.querySelector('#run-replay pre').textContent === value".replace("value", json.dumps(answer))
    )
    await until(
        admin, "(({ value, max }) => value === max && max > 1)(document.querySelector('#run-replay [type=range]'))"
    )
    assert await admin.locator("#run-log .is-later").count() == 0
    await admin.get_by_role("button", name="Show what was written").click()
    assert "Make a 10 second intro for a bakery" in await admin.inner_text(".run")
