"""The command line of the bench."""

import argparse
import json
import os
import platform
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn

from bench import plot, table
from bench.bench_run import BASE, BenchRun
from bench.cluster import Cluster
from bench.figures import Figure

FIGURES = {
    "P1": "p1_web_cpu",
    "P2": "p2_worker_cpu",
    "P3": "p3_all_cpu",
    "P4": "p4_latency",
    "P5": "p5_streams",
    "P6": "p6_catch_up",
    "P7": "p7_growth",
    "P8": "p8_memory",
    "P9": "p9_start",
    "P10": "p10_frames",
    "P11": "p11_tasks",
    "P12": "p12_admin",
    "P13": "p13_dialects",
    "P14": "p14_at_rest",
    "P15": "p15_export",
}
QUICK_SECONDS = 48  # 55 are promised: the rest is for ending what runs
FULL_SECONDS = 3600

_HELP = """\
Measures what the product costs, beside what a user would pick instead, on this machine and in this run.

Every cost is CPU time as the operating system books it (/proc), so other work on the machine disturbs the
ratios less than the milliseconds; latencies and P5 want a quiet machine. Clients, model server, feeder and
rivals are processes of their own, all on 127.0.0.1, and all of them end with the bench. Progress goes to
standard error; standard output gets a table and, as its last line, the figures as JSON.

  P1  web CPU per delivered frame, against the same server writing prepared frames, and against group_send
  P2  worker CPU per token, against the openai SDK's own loop
  P3  all server CPU per token, against the tutorials' way and against resumable-stream (Node; npm installs it)
  P4  latency added between the model's server and the client
  P5  live streams on this machine, clients included
  P6  catching up: one client, and 2 000 at once
  P7  what grows with idle projects and with old messages
  P8  memory of a connection, and of an answer in Valkey
  P9  start of `manage.py up`, and weight of the chat page
  P10 a frame of a scene with 40 layers, in the browser
  P11 the longest task of the chat page: an answer of 50 000 characters, a conversation of 300 messages
  P12 the admin's pages beside a million answers, on SQLite
  P13 web CPU per token at the doors of other front ends, against our own Server-Sent Events
  P14 10 000 idle sockets: memory of each, CPU of the web server at rest
  P15 CPU of an export on the server, against the bare encoder on the same frames
"""


class TimeUp(Exception):
    """The time of this run is over."""


def main() -> int:
    options = _options()
    signal.signal(signal.SIGALRM, _time_up)
    signal.alarm(QUICK_SECONDS if options.quick else FULL_SECONDS)
    with BenchRun(options.quick, options.scale) as run:
        figures = _measure(Cluster(run), options.only)
        signal.alarm(0)
        options.plot.write_text(plot.draw(figures))
    print(table.draw(figures))
    answer = {figure.name: figure.as_json() for figure in figures}
    print(json.dumps({**answer, "machine": _machine(options)}, ensure_ascii=False))
    return 0


def _measure(cluster: Cluster, wanted: list[str]) -> list[Figure]:
    """All figures that were asked for: what fails or does not fit is named, and the next one is taken."""
    figures: list[Figure] = []
    over = False
    for name in wanted:
        module = import_module(f"bench.{FIGURES[name]}")
        figure = Figure(name, module.TITLE)
        figures.append(figure)
        why = "time is up" if over else _no_room(cluster, module)
        if not why:
            try:
                module.measure(cluster, figure)
            except TimeUp:
                why, over = "time is up", True
            except Exception as error:  # noqa: BLE001 - one figure that fails must not cost the others
                why = f"{type(error).__name__}: {' '.join(str(error).split())[-300:]}"
        if why:
            cluster.run.report(f"{name}, all or the rest, is left out: {why}")
            figure.left_out["all" if not figure.checks else "the rest"] = why
    return figures


def _no_room(cluster: Cluster, module: ModuleType) -> str:
    if not cluster.run.quick:
        return ""
    if module.QUICK_SECONDS is None:
        return "quick"
    left = QUICK_SECONDS - (time.monotonic() - cluster.run.began)
    return "" if left > module.QUICK_SECONDS else "quick: no time left"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m bench", description=_HELP, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="end within 55 s; what that leaves out is named in the JSON"
    )
    parser.add_argument("--only", metavar="P1,P4", type=_names, default=list(FIGURES), help="these figures alone")
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help="a share of the counts of clients, for a slow machine;\nthe goals are for 1",
    )
    parser.add_argument(
        "--plot", type=Path, default=BASE / "var" / "bench.svg", help="where the plot goes (default: var/bench.svg)"
    )
    options = parser.parse_args()
    options.plot.parent.mkdir(parents=True, exist_ok=True)
    return options


def _names(text: str) -> list[str]:
    names = text.upper().split(",")
    if unknown := [name for name in names if name not in FIGURES]:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    return names


def _machine(options: argparse.Namespace) -> dict[str, object]:
    """What the reader of the figures must know of this run; a load above the bench's own means other work."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "quick": options.quick,
        "scale": options.scale,
    }


def _time_up(number: int, frame: FrameType | None) -> NoReturn:
    raise TimeUp


if __name__ == "__main__":
    sys.exit(main())
