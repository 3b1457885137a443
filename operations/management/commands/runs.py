import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from operations.models import Run
from operations.run_rows import row_of
from operations.runs import RunState, ended_within, in_state

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Command(BaseCommand):
    help = (
        "List runs, the newest first: when, who, which project, how it ended and why, for `grep` and scripts. "
        "`manage.py runs --failed --since 1h` answers what went wrong in the last hour. Times are of UTC. "
        "No text of a message is shown."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        states = parser.add_mutually_exclusive_group()
        for state in RunState:
            states.add_argument(
                f"--{state}", dest="state", action="store_const", const=state, help=f"only {state} ones"
            )
        parser.add_argument("--since", type=_duration, metavar="1h", help="that ended within this time: 30m, 1h, 7d")
        parser.add_argument("--user", metavar="NAME", help="of this user")
        parser.add_argument("--limit", type=int, default=100, help="at most so many (default: 100)")
        parser.add_argument("--json", action="store_true", help="print a JSON object for each, one a line")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Run.objects.order_by("-created")
        if options["state"]:
            found = found.filter(in_state(options["state"]))
        if options["since"]:
            found = found.filter(ended_within(options["since"]))
        if options["user"]:
            found = found.filter(project__owner__username=options["user"])
        for run in found[: options["limit"]]:
            self.stdout.write(json.dumps(row_of(run)) if options["json"] else _as_line(run))


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"(\d+)([mhd])", text)
    if match is None:
        raise ArgumentTypeError("write a number and m, h or d, such as 30m, 1h or 7d")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _as_line(run: Run) -> str:
    code = (run.error or {}).get("code") or ""
    parts = [f"{run.created:%Y-%m-%d %H:%M:%S}", run.status, run.project.owner.get_username(), str(run.pk), code]
    return "  ".join(part for part in [*parts, run.error_detail.partition("\n")[0]] if part)
