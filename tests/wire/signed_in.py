"""A browser that has signed in: a session cookie, a CSRF token, and pages of the same origin."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import websockets

from tests.instance import NO_CERTIFICATES, Instance, Socket
from tests.wire.web_server import WebServer


class Browser:
    """Whoever the link in the terminal signs in. `instance`: the server that their pages and sockets are of."""

    def __init__(self, instance: Instance | WebServer, client: httpx.Client) -> None:
        self.instance = instance
        self.client = client

    def post(self, path: str, content_type: str | None = None, **fields: Any) -> httpx.Response:
        """As a page would: with the CSRF token that was rendered into it."""
        page = self.client.get("/")
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[0]
        headers = {"X-CSRFToken": token, "Origin": self.instance.url}
        if content_type is not None:
            headers["Content-Type"] = content_type
        return self.client.post(path, headers=headers, **fields)

    def make_project(self) -> str:
        return self.post("/api/projects/", json={"title": ""}).json()["id"]

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())

    @asynccontextmanager
    async def socket(self, project_id: str, cookie: str | None = None) -> AsyncIterator[Socket]:
        url = f"ws://127.0.0.1:{self.instance.port}/ws/projects/{project_id}/"
        headers = {"Cookie": cookie or self.cookie}
        async with websockets.connect(url, origin=self.instance.url, additional_headers=headers) as connection:
            yield Socket(connection)


@contextmanager
def signed_in(instance: Instance) -> Iterator[Browser]:
    with httpx.Client(base_url=instance.url, timeout=20, follow_redirects=True, verify=NO_CERTIFICATES) as client:
        page = client.get(instance.sign_in_url)
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[0]
        client.post(page.url, headers={"X-CSRFToken": token, "Origin": instance.url})
        yield Browser(instance, client)
