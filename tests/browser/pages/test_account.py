"""The page of an account: a token is made, copied and revoked by hand; and what is used of the day's allowance."""

import re
import secrets

from playwright.async_api import Page, expect

from tests.browser.axe import AXE
from tests.instance import Instance

MAKE = "from django.contrib.auth.models import User\nanswer = User.objects.create_user({!r}, password={!r}).pk"


async def sign_in(instance: Instance, page: Page, name: str, password: str) -> None:
    await page.goto(f"{instance.url}/sign-in/")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_a_token_is_made_copied_and_revoked(instance: Instance, page: Page) -> None:
    name, password = f"tina-{secrets.token_hex(4)}", secrets.token_hex(8)
    instance.shell(MAKE.format(name, password))
    await sign_in(instance, page, name, password)
    await page.get_by_role("link", name=name).click()
    await page.get_by_label("What it is for").fill("Nightly export")
    await page.get_by_label("Read and change").check()
    await page.get_by_label("It lasts").select_option("30 days")
    await page.get_by_role("button", name="Create token").click()
    token = await page.get_by_label("Your new token").input_value()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Copy").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == token
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (1440, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("axe.run().then(({violations}) => violations.map(({id}) => id))") == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    made = page.get_by_role("listitem").filter(has_text="Nightly export")
    await expect(made).to_contain_text(re.compile(r"Read and change\s+All videos\s+Until"))
    await made.locator("summary").press("Enter")
    await made.get_by_role("button", name="Revoke this token").press("Enter")
    await expect(page.get_by_text("No tokens yet")).to_be_visible()


USED = """
import redis
from datetime import UTC, datetime
from django.conf import settings
from projects.limits.bounds import read_bounds
[cap] = read_bounds({user}).daily_caps([datetime.now(UTC).date()])
client = redis.Redis.from_url(settings.REDIS_URL)
answer = [client.hset(cap.keys[0], "used", 15_000), client.expire(cap.keys[0], 60)]
"""


async def test_the_gauge_of_the_day_appears_once_an_answer_has_used_more_than_half(
    instance: Instance, page: Page
) -> None:
    name, password = f"tina-{secrets.token_hex(4)}", secrets.token_hex(8)
    user = instance.shell(MAKE.format(name, password))
    instance.shell(
        "from projects.models import Quota\n"
        f"answer = Quota.objects.create(of='user', user_id={user}, tokens_per_day=20_000).pk"
    )
    await sign_in(instance, page, name, password)
    await page.get_by_role("button", name="New video").first.click()
    await page.wait_for_url("**/projects/*/")
    gauge = page.locator(".use-gauge")
    await expect(gauge).to_be_hidden()
    instance.shell(USED.format(user=user))
    await page.get_by_role("textbox").first.fill("Hello.")
    await page.keyboard.press("Enter")
    await expect(gauge).to_have_text(re.compile("75 % of today’s allowance used"), timeout=20_000)
    await expect(gauge).not_to_have_attribute("hidden", "")
