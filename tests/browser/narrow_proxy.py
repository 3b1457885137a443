"""A proxy that lets HTTP through and WebSockets not, each in the way that some proxy on the way to people does it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import aiohttp
from aiohttp import web

NOT_FORWARDED = {"connection", "keep-alive", "transfer-encoding", "content-length"}


Socket = aiohttp.ClientWebSocketResponse | web.WebSocketResponse


class NarrowProxy:
    """What is asked of `url` is asked of `upstream`.

    `sockets`: an HTTP status that upgrades are answered with, "hang" (no answer), "cut" (opened, then cut), or "pass".
    `keeps_responses`: an event stream is handed on when it has ended, as a whole. `refuses_posts`: with which status.
    """

    def __init__(self, upstream: str, session: aiohttp.ClientSession) -> None:
        self.upstream = upstream
        self.session = session
        self.url = ""
        self.sockets: int | str = 403
        self.keeps_responses = False
        self.refuses_posts: int | None = None
        self.upgrades = 0
        self.released = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            self.upgrades += 1
            return await self._answer_upgrade(request)
        if self.refuses_posts and request.method == "POST" and "/messages/" in request.path:
            return web.Response(status=self.refuses_posts, text="<h1>No</h1>", content_type="text/html")
        return await self._forward(request)

    async def _answer_upgrade(self, request: web.Request) -> web.StreamResponse:
        if self.sockets == "pass":
            try:
                return await self._join(request)
            except aiohttp.WSServerHandshakeError as refused:
                return web.Response(status=refused.status)
        if self.sockets == "hang":
            await self.released.wait()
            return web.Response(status=504)
        if self.sockets == "cut":
            opened = web.WebSocketResponse()
            await opened.prepare(request)
            assert request.transport is not None
            request.transport.abort()
            return opened
        return web.Response(status=int(self.sockets))

    async def _join(self, request: web.Request) -> web.StreamResponse:
        down = web.WebSocketResponse()
        headers = {name: request.headers[name] for name in ("Cookie", "Origin", "Host") if name in request.headers}
        async with self.session.ws_connect(self.upstream + request.path_qs, headers=headers) as up:
            await down.prepare(request)

            async def carry(from_: Socket, to: Socket, change: Callable[[str], list[str]]) -> None:
                async for message in from_:
                    for text in change(message.data):
                        await to.send_str(text)

            both = [
                asyncio.create_task(carry(up, down, self.change_answer)),
                asyncio.create_task(carry(down, up, self.change_request)),
            ]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            await down.close(code=self.change_code(up.close_code or 1000))
        return down

    def change_answer(self, text: str) -> list[str]:
        """What the client gets in place of a frame of the server."""
        return [text]

    def change_request(self, text: str) -> list[str]:
        """What the server gets in place of a frame of the client."""
        return [text]

    def change_code(self, code: int) -> int:
        return code

    def change_piece(self, piece: bytes) -> bytes:
        """What a client gets in place of a piece of an answer over HTTP."""
        return piece

    async def change_page(self, request: web.Request, down: web.StreamResponse, answer: aiohttp.ClientResponse) -> bool:
        """Whether it has handed on the whole answer by itself."""
        return False

    async def _forward(self, request: web.Request) -> web.StreamResponse:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in NOT_FORWARDED}
        async with self.session.request(
            request.method,
            self.upstream + request.path_qs,
            headers=headers,
            data=await request.read(),
            allow_redirects=False,
        ) as answer:
            kept = await answer.read() if self.keeps_responses else b""
            down = web.StreamResponse(status=answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in NOT_FORWARDED:
                    down.headers.add(name, value)
            await down.prepare(request)
            if await self.change_page(request, down, answer):
                return down
            await down.write(kept)
            async for piece in answer.content.iter_any():
                await down.write(self.change_piece(piece))
            return down


@asynccontextmanager
async def narrow_proxy(upstream: str, kind: type[NarrowProxy] = NarrowProxy) -> AsyncIterator[NarrowProxy]:
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        proxy = kind(upstream, session)
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{rest:.*}", proxy.answer)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield proxy
        finally:
            proxy.released.set()
            with suppress(TimeoutError):
                await runner.cleanup()
