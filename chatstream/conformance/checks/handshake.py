"""Who gets in."""

from websockets.exceptions import InvalidStatus

from chatstream.conformance.check import Broken, check, expect
from chatstream.conformance.server import Server


@check("Who is not signed in is closed with 4501, without a frame, and gets 401 over HTTP")
async def not_signed_in(server: Server) -> None:
    stranger = {"Authorization": "", "Cookie": "", **server.stranger}
    async with server.line(**stranger) as line:
        expect(await line.close_code(), (4501, []), "close code and frames")
    async with server.http(**stranger) as http:
        answer = await http.get(server.address.stream)
    expect((answer.status_code, answer.json().get("code")), (401, "not_signed_in"), "HTTP")


@check("A stream that does not exist is closed with 4504, without a frame, and is 404 over HTTP")
async def no_such_stream(server: Server) -> None:
    socket, stream = server.other_stream()
    async with server.line(socket) as line:
        expect(await line.close_code(), (4504, []), "close code and frames")
    async with server.http() as http:
        answer = await http.get(stream)
    expect((answer.status_code, answer.json().get("code")), (404, "not_found"), "HTTP")


@check("A page of another origin is refused in the handshake")
async def foreign_origin(server: Server) -> None:
    try:
        async with server.line(Origin="https://evil.example"):
            raise Broken("the handshake was accepted")
    except InvalidStatus as refused:
        expect(refused.response.status_code, 403, "status of the handshake")
