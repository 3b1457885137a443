"""The command lines of the web servers, with the options that a crowd of long connections needs."""

import sys

UVICORN, DAPHNE = "uvicorn", "daphne"
SERVERS = (UVICORN, DAPHNE)
APPLICATION = "config.asgi:application"

# A client's frame has 64 KiB at most: up to here we say so ourselves, and from here on the server closes with 1009. Daphne
# has one limit for both directions; ours is far below.
_SOCKET_MAX_BYTES = str(2 * 1024 * 1024)

# A ping finds a client that went without a word. Its answer may be behind all that a slow reader has to read first, for 30 s.
_PING_SECONDS, _PONG_SECONDS = "40", "40"

# Who the client is, our own settings decide (TRUST_FORWARDED_…): uvicorn would believe any process of this machine.
_UVICORN = [
    *("--log-level", "warning", "--no-server-header", "--no-proxy-headers"),
    *("--ws-ping-interval", _PING_SECONDS, "--ws-ping-timeout", _PONG_SECONDS, "--timeout-graceful-shutdown", "1"),
    *("--ws-max-size", _SOCKET_MAX_BYTES),
    *(
        "--ws-per-message-deflate",
        "false",
    ),  # small frames: a compressor for each socket costs more than it saves; Daphne has none
]
_PROTOCOLS = ["--http", "config.bodies.uvicorn:PatientProtocol", "--ws", "config.uvicorn_sockets:SocketProtocol"]
# Daphne's own backlog (50) and patience (5 s) turn a crowd that comes back at once away, to come again and again.
_DAPHNE = [
    *("-v", "0", "--websocket_connect_timeout", "20"),
    *("--ping-interval", _PING_SECONDS, "--ping-timeout", _PONG_SECONDS),
    *("--websocket-max-message-size", _SOCKET_MAX_BYTES, "--websocket-max-frame-size", _SOCKET_MAX_BYTES),
]


def web_command(server: str, host: str, port: int, application: str = APPLICATION) -> list[str]:
    """Start `server`, one of SERVERS, at this address. An application of another kind gets the server as it is."""
    if server == DAPHNE:
        address = f"tcp:port={port}:interface={host}:backlog=2048"
        return [sys.executable, "-m", DAPHNE, *_DAPHNE, "-e", address, application]
    protocols = _PROTOCOLS if application == APPLICATION else []  # they are the product's, and read its settings
    return [sys.executable, "-m", UVICORN, *_UVICORN, *protocols, "--host", host, "--port", str(port), application]
