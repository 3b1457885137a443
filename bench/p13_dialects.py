"""P13: web CPU per token at the doors of other front ends, against our own Server-Sent Events of the same answers."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from uuid import uuid4

from bench.clients.crowd import Crowd
from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import Load
from bench.product import Project, Server

TITLE = "web CPU per token at other doors"
QUICK_SECONDS: int | None = None
STREAMS, PACE = 50, 50
WARM_UP, WINDOW = 2.0, 8.0

Client = dict[str, object]
MESSAGE = f"pace={PACE} tokens={PACE * 60}"


def measure(cluster: Cluster, figure: Figure) -> None:
    own = _cost(cluster, "our own", _own)
    figure.seen["our own µs"] = own
    for name, door in DOORS.items():
        cost = _cost(cluster, name, door)
        figure.seen[f"{name} µs"] = cost
        figure.check(f"{name} / our own", cost / own, "<=", 1.3, "x")


def _cost(cluster: Cluster, name: str, door: Callable[[Server, Project], Client]) -> float:
    """Microseconds of the web server per token that reached a client."""
    product, streams = cluster.product, cluster.run.scaled(STREAMS)
    try:
        with ExitStack() as stack:
            workers = stack.enter_context(product.workers())
            web = stack.enter_context(product.web("uvicorn"))
            crowd = stack.enter_context(Crowd(cluster.run))
            clients = [door(web, project) for project in product.projects(streams)]
            crowd.connect("door", web.port, clients, ramp=streams / 25)
            load = Load(cluster, crowd, streams, {"web": [web.pid], "worker": workers})
            load.wait_until_all_stream()
            time.sleep(WARM_UP)
            wrong = crowd.count()["wrong"]
            window = load.window(WINDOW)
            wrong = crowd.count()["wrong"] - wrong
            crowd.ask("leave")
    finally:
        product.forget_runs()
    cost = window.per_word("web")
    cluster.run.report(
        f"P13 {name}: {cost:.1f} µs a token, {window.busy('web'):.0%} of a core, "
        f"{window.words / max(window.sent, 1):.0%} of what was sent, wrong {wrong}"
    )
    return cost


def _own(web: Server, project: Project) -> Client:
    """The answer is asked for first: an event stream asks nothing."""
    body = json.dumps({"request_id": str(uuid4()), "message": MESSAGE})
    headers = {"Authorization": f"Bearer {project.token}", "Content-Type": "application/json"}
    with closing(HTTPConnection("127.0.0.1", web.port, timeout=30)) as line:
        line.request("POST", f"/api/projects/{project.id}/messages/", body, headers)
        answer = json.load(line.getresponse())["assistant_message_id"]
    path = f"/api/projects/{project.id}/events/?assistant_message_id={answer}"
    return _client(project, path, r'"type":"delta".*"content":"([^"]*)')


def _ai_sdk(web: Server, project: Project) -> Client:
    message = {"id": str(uuid4()), "role": "user", "parts": [{"type": "text", "text": MESSAGE}]}
    body = {"id": project.id, "messages": [message], "trigger": "submit-message"}
    return _client(project, "/api/ai-sdk/v7/chat", r'"text-delta".*"delta":"([^"]*)', body)


def _ag_ui(web: Server, project: Project) -> Client:
    messages = [{"id": str(uuid4()), "role": "user", "content": MESSAGE}]
    body = {"threadId": project.id, "runId": str(uuid4()), "messages": messages}
    return _client(project, "/api/ag-ui/run", r'"TEXT_MESSAGE_CONTENT".*"delta":"([^"]*)', body)


def _chat_completions(web: Server, project: Project) -> Client:
    body = {"model": "any", "stream": True, "messages": [{"role": "user", "content": MESSAGE}]}
    path, pattern = "/api/openai/v1/chat/completions", r'"delta":\{"content":"([^"]*)'
    return _client(project, path, pattern, body) | {"headers": {"X-Chatstream-Stream": project.id}}


def _responses(web: Server, project: Project) -> Client:
    body = {"model": "any", "stream": True, "input": MESSAGE, "conversation": project.id}
    return _client(project, "/api/openai/v1/responses", r'output_text\.delta".*"delta":"([^"]*)', body)


def _client(project: Project, path: str, pattern: str, body: object = None) -> Client:
    posted = json.dumps(body) if body else ""
    return {"path": path, "token": project.token, "headers": {}, "pattern": pattern, "body": posted}


DOORS = {
    "AI SDK": _ai_sdk,
    "AG-UI": _ag_ui,
    "Chat Completions": _chat_completions,
    "Responses": _responses,
}
