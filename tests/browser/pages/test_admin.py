"""The admin lives under the same strict policy as every page: nothing in it is refused by the browser."""

import pytest

from tests.instance import Instance


@pytest.fixture
async def admin(instance: Instance, page):
    """A page signed in as an operator: the admin leads to the sign-in of everybody."""
    instance.shell(
        "from django.contrib.auth.models import User\n"
        "User.objects.filter(username='operator').exists() or "
        "User.objects.create_superuser('operator', password='a long pass phrase')\nanswer = 1"
    )
    await page.goto(instance.url + "/admin/")
    await page.fill("#id_login", "operator")
    await page.fill("#id_password", "a long pass phrase")
    await page.click("button[type=submit]")
    await page.wait_for_url(instance.url + "/admin/")
    return page


async def test_every_list_and_every_row_opens_without_a_violation(instance: Instance, admin) -> None:
    alice = instance.make_user("alice")
    project = await alice.make_project("Looked at by operators")
    async with alice.socket(project) as tab:
        await tab.send(type="stream")
        await tab.initiate("Make a 10 second intro for a bakery")
        await tab.until("finalized")
    links = "[...document.querySelectorAll('#content-main th[scope=row] a')].map((link) => link.href)"
    lists = await admin.evaluate(links)
    assert len(lists) >= 6
    for address in lists:
        await admin.goto(address)
        rows = "[...document.querySelectorAll('#result_list th a')].slice(0, 1).map((link) => link.href)"
        for row in await admin.evaluate(rows):
            response = await admin.goto(row)
            assert response.status == 200


async def test_an_operator_looks_and_does_not_edit(instance: Instance, admin) -> None:
    await admin.goto(instance.url + "/admin/projects/message/")
    assert await admin.locator(".addlink").count() == await admin.locator("#nav-sidebar .addlink").count()
    await admin.locator("#result_list th a").first.click()
    assert await admin.locator("input[name=_save]").count() == 0
