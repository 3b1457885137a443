"""Alice makes a passkey and signs in with it alone; and axe finds nothing on the pages of accounts."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Page

from tests.browser.pages.test_accessible_states import States
from tests.instance import Instance
from tests.wire.web_server import WebServer

OPEN_TO_ALL = ("sign-in/", "sign-up/", "password/", "account/email/sent/")
OF_ALICE = ("", "password/", "email/", "app/", "passkeys/", "passkeys/new/", "recovery-codes/")
FINGER = {
    **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
    **{"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True},
}


@pytest.fixture
def site(instance: Instance) -> Iterator[str]:
    """By its name: there are no passkeys for addresses of digits."""
    instance.shell(
        "from django.contrib.auth.models import User\n"
        "User.objects.create_user('alice-with-a-key', password='seven green kettles')\nanswer = 1"
    )
    with WebServer(instance, PASSKEYS="true", SECOND_FACTOR="true", SIGN_UP="open") as server:
        yield f"http://localhost:{server.port}"


async def test_alice_makes_a_passkey_and_signs_in_with_it_alone(site: str, page: Page) -> None:
    authenticator = await page.context.new_cdp_session(page)
    await authenticator.send("WebAuthn.enable")
    await authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})

    await page.goto(f"{site}/sign-in/?next=/account/passkeys/new/")
    await page.get_by_label("Name or e-mail address").fill("alice-with-a-key")
    await page.get_by_label("Password", exact=True).fill("seven green kettles")
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_label("Password", exact=True).fill("seven green kettles")
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("What you call it").fill("My laptop")
    await page.get_by_role("button", name="Make it").click()
    await page.get_by_role("heading", name="Recovery codes").wait_for()
    await page.goto(f"{site}/account/")
    assert await page.get_by_text("My laptop").is_visible()

    states = States(page)
    for path in OF_ALICE:
        await page.goto(f"{site}/account/{path}")
        await states.look(path)

    await page.context.clear_cookies()
    for path in OPEN_TO_ALL:
        await page.goto(f"{site}/{path}")
        await states.look(path)
    assert {state: found for state, found in states.found.items() if found} == {}
    await page.goto(f"{site}/sign-in/")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.wait_for_url(f"{site}/")
