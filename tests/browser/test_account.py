"""The page of an account: a token is made, copied and revoked by hand."""

import re
import secrets
from pathlib import Path

from playwright.async_api import Page, expect

from tests.instance import Instance

AXE = Path(__file__).parent / "vendor" / "axe.js"
MAKE = "from django.contrib.auth.models import User\nanswer = User.objects.create_user({!r}, password={!r}).pk"


async def test_a_token_is_made_copied_and_revoked(instance: Instance, page: Page) -> None:
    name, password = f"tina-{secrets.token_hex(4)}", secrets.token_hex(8)
    instance.shell(MAKE.format(name, password))
    await page.goto(f"{instance.url}/sign-in/")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
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
