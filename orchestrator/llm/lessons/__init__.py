"""A refusal that names something in our body -> what is done differently. Pure.

`learn` returns other `Options`, or None if there is nothing to learn. Each lesson changes them for good: a value or a name that was
refused is remembered (`Options.dropped`) and never tried again, so a row of lessons ends.
"""

from collections.abc import Mapping
from typing import Any

from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal


def learn(refusal: Refusal, body: Mapping[str, Any], options: Options, dialect: str) -> Options | None:
    """`dialect`: the one that `body` was written in: `chat`, `responses`, `anthropic` or `google`."""
    return None
