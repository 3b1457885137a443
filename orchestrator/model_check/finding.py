"""What one probe of a model has found."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["works", "weak", "fails"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`weak`: the product works with it, but worse; `detail` is for the operator, with the provider's own words, scrubbed."""

    probe: str
    verdict: Verdict
    detail: str
    seconds: float
