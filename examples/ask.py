"""A client: prints a project, sends a message, prints the answer as it is written.

`python examples/ask.py TOKEN PROJECT_ID MESSAGE [HOST:PORT]`; it needs the package `websockets`. docs/protocol.md has the wire.
"""

import asyncio
import json
import sys
import urllib.request
import uuid
from collections import defaultdict
from typing import Any

import websockets

token, project, message, *address = sys.argv[1:]
server = address[0] if address else "127.0.0.1:8000"
headers = {"Authorization": f"Bearer {token}"}


def get(path: str) -> dict[str, Any]:
    request = urllib.request.Request(f"http://{server}/api/projects/{project}/{path}", headers=headers)
    with urllib.request.urlopen(request) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def read_messages() -> list[dict[str, Any]]:
    """All messages, oldest first, fetched page by page."""
    page = get("")
    messages: list[dict[str, Any]] = page["messages"]
    more = page["project"]["more"]
    while more:
        page = get(f"messages/?before={messages[0]['id']}")
        messages, more = page["messages"] + messages, page["more"]
    return messages


async def ask() -> None:
    texts: defaultdict[str, str] = defaultdict(str)
    answer, ended, printed = "", set(), 0
    async with websockets.connect(f"ws://{server}/ws/projects/{project}/", additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "stream"}))
        await socket.send(json.dumps({"type": "initiate", "request_id": str(uuid.uuid4()), "message": message}))
        while answer not in ended:
            frame = json.loads(await socket.recv())
            if frame["type"] == "request_error":
                sys.exit(frame["detail"])
            if frame["type"] == "initiated":
                answer = frame["assistant_message_id"]
            if frame["type"] == "delta":
                texts[frame["message_id"]] += frame["content"]
            if frame.get("status") == "restarted":  # another attempt: this text replaces what came before
                texts[frame["message_id"]] = frame["content"]
            if frame["type"] == "finalized":
                ended.add(frame["message_id"])
            if position := frame.get("id") or frame.get("at"):  # unacknowledged, the stream stops after 256 KiB
                await socket.send(json.dumps({"type": "ack", "last_event_id": position}))
            print(texts[answer][printed:], end="", flush=True)
            printed = len(texts[answer])


for each in read_messages():
    print(f"{each['role']}: {each['content']}\n")
asyncio.run(ask())
