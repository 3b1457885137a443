"""Alice signs in with the provider of her company, or with GitHub, under the policy that lets no form be sent elsewhere."""

import json
from collections.abc import Iterator

import pytest
from playwright.async_api import Page

from tests.accounts.identity_provider import CLIENT, SECRET, Provider, identity_provider
from tests.fork_server import manage_again
from tests.instance import Instance
from tests.wire.web_server import WebServer

NAME = "alice-of-the-company"


@pytest.fixture
def company() -> Iterator[Provider]:
    person = {"preferred_username": NAME, "email": "alice@company.example", "email_verified": True}
    with identity_provider(sub="42", **person) as provider:
        yield provider


@pytest.fixture
def settings_of(instance: Instance, company: Provider) -> dict[str, str]:
    client = {"OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "OIDC_NAME": "The Company"}
    options = json.dumps({"GITHUB_URL": company.issuer, "OAUTH_PKCE_ENABLED": True})
    github = {"SIGN_IN_GITHUB_CLIENT_ID": CLIENT, "SIGN_IN_GITHUB_SECRET": SECRET, "SIGN_IN_GITHUB_OPTIONS": options}
    chosen = {"OIDC_ISSUER": company.issuer, **client, "SIGN_IN_PROVIDERS": "github", **github}
    assert manage_again("migrate", environment={**instance.environment, **chosen}).returncode == 0
    return chosen


def has_account(instance: Instance) -> bool:
    return bool(
        instance.shell(
            "from django.contrib.auth.models import User\n"
            f"answer = User.objects.filter(username={NAME!r}, email='alice@company.example').exists()"
        )
    )


async def test_alice_signs_in_with_the_provider_of_her_company(
    instance: Instance, settings_of: dict[str, str], page: Page
) -> None:
    with WebServer(instance, **settings_of) as closed:
        await page.goto(f"{closed.url}/sign-in/")
        await page.get_by_role("button", name="Sign in with The Company").click()
        await page.get_by_role("heading", name="Sign-up is closed").wait_for()
        assert not has_account(instance)
    with WebServer(instance, **settings_of, OIDC_SIGN_UP="true") as server:
        await page.goto(f"{server.url}/sign-in/")
        await page.get_by_role("button", name="Sign in with GitHub").click()
        await page.get_by_role("heading", name="Sign-up is closed").wait_for()
        for provider in ("The Company", "GitHub"):  # the same address leads to the same account
            await page.context.clear_cookies()
            await page.goto(f"{server.url}/sign-in/?next=/account/")
            await page.get_by_role("button", name=f"Sign in with {provider}").click()
            await page.wait_for_url(f"{server.url}/account/")
            assert await page.get_by_text("alice@company.example").is_visible()
            assert has_account(instance)
