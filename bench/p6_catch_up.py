"""P6: coming back: how a client that is 2 000 events behind catches up, and how long 2 000 clients at once take."""

from contextlib import ExitStack

from bench.clients.crowd import Crowd
from bench.feeder import Feeder
from bench.figures import Figure
from bench.product import Project
from bench.setting import Setting

TITLE = "catch-up"
QUICK_SECONDS = 7
EVENTS, CLIENTS, PROJECTS = 2_000, 2_000, 100


def measure(setting: Setting, figure: Figure) -> None:
    product, valkey = setting.product, setting.valkey
    with ExitStack() as stack:
        web = stack.enter_context(product.web("daphne"))
        crowd = stack.enter_context(Crowd(setting.stage))
        feeder = stack.enter_context(Feeder(setting.stage, "log", product.environment))
        projects = product.projects(1 if setting.stage.quick else PROJECTS)
        starts = feeder.ask("fill", targets=[project.id for project in projects], events=EVENTS)
        behind = [project.client(position=start) for project, start in zip(projects, starts, strict=True)]

        before = valkey.calls("xrange")
        crowd.connect("product", web.port, behind[:1])
        seen = crowd.count()
        figure.check("rounds of reading", float(valkey.calls("xrange") - before), "<=", 1)
        figure.check("frames for 2 000 events", float(seen["frames"] - 1), "<=", 3)  # one says `reconnected`
        figure.seen["tokens, of 2 000"] = seen["words"]
        setting.stage.tell(f"P6 one: {seen}, {valkey.calls('xrange') - before} reads")
        if setting.stage.quick:
            figure.left_out = {"2 000 clients at once": "quick"}
            return
        crowd.ask("leave")
        _rush(setting, figure, crowd, web.port, behind, projects)


def _rush(
    setting: Setting, figure: Figure, crowd: Crowd, port: int, behind: list[dict[str, object]], projects: list[Project]
) -> None:
    clients = setting.stage.scaled(CLIENTS)
    rush = (behind * (clients // len(behind) + 1))[:clients]
    took = crowd.connect("product", port, rush, at_once=clients, seconds=170)["seconds"]
    seen = crowd.count()
    figure.check("2 000 clients at once", took, "<=", 10, " s")
    figure.seen |= {"clients": clients, "tokens lost or doubled": seen["wrong"]}
    figure.seen["clients with every token"] = seen["words"] // EVENTS
    setting.stage.tell(f"P6 {clients} clients: {took:.1f} s, {seen['words']} tokens, {seen['wrong']} wrong")
