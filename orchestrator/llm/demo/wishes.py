"""What is chosen in the composer of an empty project: the last line of its message, such as "9:16 format, 20 seconds long."."""

import re
from dataclasses import dataclass

from orchestrator.llm.demo.script import Call, Json, Step
from storyboard.formats import RATIOS, FormatName

_LINE = re.compile(
    rf"\n\n(?=\d)(?:(?P<ratio>{'|'.join(RATIOS)}) format)?(?:, )?(?:(?P<seconds>\d{{1,3}}) seconds long)?\.\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """None: nothing was chosen. `seconds`: of the whole video."""

    format: FormatName | None = None
    seconds: float | None = None


def split_wish(message: str) -> tuple[str, Wish]:
    """The person's words, and what was chosen beside them."""
    line = _LINE.search(message)
    if line is None:
        return message, Wish()
    format_name = RATIOS.get(line["ratio"] or "")
    return message[: line.start()], Wish(format_name, float(line["seconds"]) if line["seconds"] else None)


def fit(plan: Json, wish: Wish) -> tuple[Step, ...]:
    """What follows the scenes of a plan: they are set for its format and its length."""
    calls = []
    if wish.format and wish.format != plan["format"]:
        calls.append(Call("set_format", {"format": wish.format}))
    if wish.seconds and wish.seconds != plan["seconds"]:
        calls.append(Call("set_duration", {"seconds": wish.seconds}))
    return (Step("", tuple(calls)),) if calls else ()
