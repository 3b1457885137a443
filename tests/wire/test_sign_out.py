"""Whoever signs out is out, in every tab, at once."""

import asyncio
import time

import pytest
from websockets import ConnectionClosed

from tests.instance import Instance
from tests.wire.signed_in import signed_in


async def test_sign_out_closes_every_socket_within_a_second_and_none_comes_back(instance: Instance) -> None:
    with signed_in(instance) as browser:
        project, old_cookie = browser.make_project(), browser.cookie
        async with browser.socket(project) as first, browser.socket(project) as second:
            for tab in (first, second):
                await tab.send(type="stream")
                await tab.until("snapshot")
            left = time.monotonic()
            signing_out = asyncio.create_task(asyncio.to_thread(browser.post, "/sign-out/"))
            for tab in (first, second):
                with pytest.raises(ConnectionClosed) as closed:
                    await tab.receive()
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code == 4000
            # At once, as a tab does: the hint must not be faster than the sign-out itself.
            async with browser.socket(project, old_cookie) as tab:
                with pytest.raises(ConnectionClosed) as refused:
                    await tab.receive(2)
            assert refused.value.rcvd is not None
            assert refused.value.rcvd.code == 4501
            assert (await signing_out).status_code == 200
            assert time.monotonic() - left < 1 + 2


async def test_the_same_person_elsewhere_comes_back(instance: Instance) -> None:
    with signed_in(instance) as here, signed_in(instance) as there:
        project = here.make_project()
        async with there.socket(project) as tab:
            await tab.send(type="stream")
            await tab.until("snapshot")
            here.post("/sign-out/")
            with pytest.raises(ConnectionClosed):
                await tab.receive()
        async with there.socket(project) as tab:
            await tab.send(type="stream")
            await tab.until("snapshot")


async def test_a_sign_out_without_the_pages_token_is_refused(instance: Instance) -> None:
    with signed_in(instance) as browser:
        assert browser.client.post("/sign-out/").status_code == 403
        assert browser.client.get("/api/projects/").status_code == 200
