"""P7: what grows with what is merely there: open projects in which nothing happens, and messages of long ago."""

import http.client
import statistics
import time
from contextlib import ExitStack

from bench.accounting import cpu_seconds
from bench.clients.crowd import Crowd
from bench.cluster import Cluster
from bench.feeder import Feeder
from bench.figures import Figure
from bench.product import Project

TITLE = "growth"
QUICK_SECONDS: int | None = None
FEW, MANY = 10, 1_000
ACTIVE, PACE = 100, 30.0
PAIRS, LOADS = 8, 12

_HISTORY = """
from uuid import uuid4
from django.utils import timezone
from projects.models import Message
for project, count in TARGETS:
    now = timezone.now()
    rows = []
    for n in range(count // 2):
        question = Message(project_id=project, position=2 * n + 1, role="user", content="A calmer one, please.",
                           status="success", request_id=uuid4(), finished=now)
        rows += [question, Message(project_id=project, position=2 * n + 2, role="assistant", content="Done. " * 40,
                 status="success", request_id=question.request_id, answers=question, fence=1, attempt=1,
                 started=now, finished=now)]
    Message.objects.bulk_create(rows, batch_size=200)
"""


def measure(cluster: Cluster, figure: Figure) -> None:
    few, many = (_per_event(cluster, count) for count in (FEW, cluster.run.scaled(MANY)))
    figure.check("event: 1 000 idle projects / 10", many / few, "<=", 1.2, "x")
    figure.seen |= {"µs per event, 10 idle projects": few * 1e6, "µs per event, 1 000 idle projects": many * 1e6}

    short, long = cluster.product.projects(PAIRS), cluster.product.projects(PAIRS)
    targets = [(project.id, count) for count, group in ((FEW, short), (MANY, long)) for project in group]
    cluster.product.manage("shell", "--no-imports", "-c", _HISTORY.replace("TARGETS", repr(targets)))
    _pages(cluster, figure, short, long)
    _turns(cluster, figure, short, long)


def _per_event(cluster: Cluster, idle: int) -> float:
    """CPU seconds of the web server and of Valkey per delivered event, with so many idle sockets."""
    product, seconds = cluster.product, 10
    with ExitStack() as stack:
        web = stack.enter_context(product.web("daphne"))
        crowd = stack.enter_context(Crowd(cluster.run))
        feeder = stack.enter_context(Feeder(cluster.run, "log", product.environment))
        active = product.projects(cluster.run.scaled(ACTIVE))
        crowd.connect("product", web.port, [project.client() for project in product.projects(idle) + active])
        feeder.begin([project.id for project in active], PACE)
        time.sleep(2)
        pids = [web.pid, cluster.valkey.pid]
        before, cpu = crowd.count()["words"], cpu_seconds(pids)
        time.sleep(seconds)
        words, cpu = crowd.count()["words"] - before, cpu_seconds(pids) - cpu
    cluster.run.report(f"P7 {idle} idle: {cpu / words * 1e6:.0f} µs an event, {words / seconds:.0f} a second")
    return cpu / words


def _pages(cluster: Cluster, figure: Figure, short: list[Project], long: list[Project]) -> None:
    """The page and the snapshot that fills it, by turns, so that both see the same machine."""
    with cluster.product.web("daphne") as web:
        took: dict[int, list[float]] = {FEW: [], MANY: []}
        for turn in range(LOADS + 2):
            for count, group in ((FEW, short), (MANY, long)):
                spent = _load(web.port, group[turn % PAIRS])
                if turn > 1:
                    took[count].append(spent)
    few, many = (statistics.median(took[count]) for count in (FEW, MANY))
    figure.check("page and snapshot: 1 000 messages / 10", many / few, "<=", 1.3, "x")
    figure.seen |= {
        "page and snapshot, 10 messages, ms": few * 1e3,
        "page and snapshot, 1 000 messages, ms": many * 1e3,
    }
    cluster.run.report(f"P7 page and snapshot: {few * 1e3:.1f} ms at 10 messages, {many * 1e3:.1f} ms at 1 000")


def _load(port: int, project: Project) -> float:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for path in (f"/projects/{project.id}/", f"/api/projects/{project.id}/"):
        connection.request("GET", path, headers={"Authorization": f"Bearer {project.token}"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"GET {path}: {response.status}")
    connection.close()
    return time.perf_counter() - began


def _turns(cluster: Cluster, figure: Figure, short: list[Project], long: list[Project]) -> None:
    """From the question to the first word, through the queue and the worker."""
    with ExitStack() as stack:
        stack.enter_context(cluster.product.workers())
        web = stack.enter_context(cluster.product.web("daphne"))
        crowd = stack.enter_context(Crowd(cluster.run))
        mixed = [project for pair in zip(short, long, strict=True) for project in pair]
        warm = cluster.product.projects(2)
        crowd.connect("product", web.port, [project.client() for project in [*warm, *mixed]])
        crowd.ask("send_messages", message="pace=50 tokens=5", ramp=len(mixed) * 0.5)
        time.sleep(2)
        took = crowd.ask("turn_starts")[len(warm) :]
    few, many = statistics.median(took[::2]), statistics.median(took[1::2])
    figure.check("start of a turn: 1 000 messages / 10", many / few, "<=", 1.3, "x")
    figure.seen |= {"start of a turn, 10 messages, ms": few, "start of a turn, 1 000 messages, ms": many}
    cluster.run.report(f"P7 start of a turn: {few:.0f} ms at 10 messages, {many:.0f} ms at 1 000")
