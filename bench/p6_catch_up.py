"""P6: coming back: how a client that is 2 000 events behind catches up, and how long 2 000 clients at once take."""

from contextlib import ExitStack
from itertools import cycle

from bench.clients.crowd import Crowd
from bench.feeder import Feeder
from bench.figures import Figure
from bench.product import Server
from bench.setting import Setting

TITLE = "catch-up"
QUICK_SECONDS = 7
EVENTS, CLIENTS, PROJECTS = 2_000, 2_000, 100
WEB_PROCESSES = 2  # one for each of the two cores that the goals speak of

Client = dict[str, object]


def measure(setting: Setting, figure: Figure) -> None:
    with ExitStack() as stack:
        webs = [stack.enter_context(setting.product.web("daphne")) for _ in range(WEB_PROCESSES)]
        crowd = stack.enter_context(Crowd(setting.stage))
        behind = _fall_behind(setting, stack)
        _alone(setting, figure, crowd, webs[0], behind[0])
        if setting.stage.quick:
            figure.left_out = {"2 000 clients at once": "quick"}
            return
        one = _rush(setting, crowd, webs[:1], behind)
        figure.seen |= {"2 000 clients at once, one process, s": one[0], "tokens lost or doubled there": one[1]}
        both = _rush(setting, crowd, webs, behind)
        figure.check("2 000 clients at once, a web process for each core", both[0], "<=", 10, " s")
        figure.seen["tokens lost or doubled"] = both[1]


def _fall_behind(setting: Setting, stack: ExitStack) -> list[Client]:
    """One client for each project, 2 000 events before its end."""
    feeder = stack.enter_context(Feeder(setting.stage, "log", setting.product.environment))
    projects = setting.product.projects(1 if setting.stage.quick else PROJECTS)
    starts = feeder.ask("fill", targets=[project.id for project in projects], events=EVENTS)
    return [project.client(position=start) for project, start in zip(projects, starts, strict=True)]


def _alone(setting: Setting, figure: Figure, crowd: Crowd, web: Server, client: Client) -> None:
    before = setting.valkey.calls("xrange")
    crowd.connect("product", web.port, [client])
    seen = crowd.count()
    crowd.ask("leave")
    reads = setting.valkey.calls("xrange") - before
    figure.check("rounds of reading", float(reads), "<=", 1)
    figure.check("frames for 2 000 events", float(seen["frames"] - 1), "<=", 3)  # one says `reconnected`
    figure.seen["tokens, of 2 000"] = seen["words"]
    setting.stage.tell(f"P6 one: {seen}, {reads} reads")


def _rush(setting: Setting, crowd: Crowd, webs: list[Server], behind: list[Client]) -> tuple[float, int]:
    """Seconds until all have caught up, and how many tokens were wrong."""
    count = setting.stage.scaled(CLIENTS)
    rush = [{**client, "port": web.port} for client, web, _ in zip(cycle(behind), cycle(webs), range(count))]
    took = crowd.connect("product", webs[0].port, rush, at_once=count, seconds=170)["seconds"]
    seen = crowd.count()
    crowd.ask("leave")
    missing = abs(count * EVENTS - seen["words"])
    setting.stage.tell(f"P6 {count} clients, {len(webs)} web processes: {took:.1f} s, {seen['words']} tokens")
    return took, seen["wrong"] + missing
