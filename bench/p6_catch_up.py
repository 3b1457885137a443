"""P6: coming back: how a client that is 2 000 events behind catches up, and how long 2 000 clients at once take."""

from contextlib import ExitStack
from itertools import cycle

from bench.clients.crowd import Crowd
from bench.cluster import Cluster
from bench.feeder import Feeder
from bench.figures import Figure
from bench.product import Server

TITLE = "catch-up"
QUICK_SECONDS = 7
EVENTS, CLIENTS, PROJECTS = 2_000, 2_000, 100
WEB_PROCESSES = 2  # one for each of the two cores that the goals speak of

Client = dict[str, object]


def measure(cluster: Cluster, figure: Figure) -> None:
    with ExitStack() as stack:
        webs = [stack.enter_context(cluster.product.web("daphne")) for _ in range(WEB_PROCESSES)]
        crowd = stack.enter_context(Crowd(cluster.run))
        behind = _fall_behind(cluster, stack)
        _alone(cluster, figure, crowd, webs[0], behind[0])
        if cluster.run.quick:
            figure.left_out = {"2 000 clients at once": "quick"}
            return
        one = _rush(cluster, crowd, webs[:1], behind)
        figure.seen |= {"2 000 clients at once, one process, s": one[0], "tokens lost or doubled there": one[1]}
        both = _rush(cluster, crowd, webs, behind)
        figure.check("2 000 clients at once, a web process for each core", both[0], "<=", 10, " s")
        figure.seen["tokens lost or doubled"] = both[1]


def _fall_behind(cluster: Cluster, stack: ExitStack) -> list[Client]:
    """One client for each project, 2 000 events before its end."""
    feeder = stack.enter_context(Feeder(cluster.run, "log", cluster.product.environment))
    projects = cluster.product.projects(1 if cluster.run.quick else PROJECTS)
    starts = feeder.ask("fill", targets=[project.id for project in projects], events=EVENTS)
    return [project.client(position=start) for project, start in zip(projects, starts, strict=True)]


def _alone(cluster: Cluster, figure: Figure, crowd: Crowd, web: Server, client: Client) -> None:
    before = cluster.valkey.calls("xrange")
    crowd.connect("product", web.port, [client])
    seen = crowd.count()
    crowd.ask("leave")
    reads = cluster.valkey.calls("xrange") - before
    figure.check("rounds of reading", float(reads), "<=", 1)
    figure.check("frames for 2 000 events", float(seen["frames"] - 1), "<=", 3)  # one says `reconnected`
    figure.seen["tokens, of 2 000"] = seen["words"]
    cluster.run.report(f"P6 one: {seen}, {reads} reads")


def _rush(cluster: Cluster, crowd: Crowd, webs: list[Server], behind: list[Client]) -> tuple[float, int]:
    """Seconds until all have caught up, and how many tokens were wrong."""
    count = cluster.run.scaled(CLIENTS)
    rush = [{**client, "port": web.port} for client, web, _ in zip(cycle(behind), cycle(webs), range(count))]
    took = crowd.connect("product", webs[0].port, rush, at_once=count, seconds=170)["seconds"]
    seen = crowd.count()
    crowd.ask("leave")
    missing = abs(count * EVENTS - seen["words"])
    cluster.run.report(f"P6 {count} clients, {len(webs)} web processes: {took:.1f} s, {seen['words']} tokens")
    return took, seen["wrong"] + missing
