"""What a figure is: some numbers with a goal each, and whatever else was seen on the way."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Check:
    """One number and what it is meant to be. `value` None: it could not be taken."""

    name: str
    value: float | None
    goal: float
    bound: Literal["<=", ">=", "<"] = "<="
    unit: str = ""

    @property
    def met(self) -> bool | None:
        if self.value is None:
            return None
        return {"<=": self.value <= self.goal, ">=": self.value >= self.goal, "<": self.value < self.goal}[self.bound]


@dataclass(slots=True)
class Figure:
    """`seen`: raw numbers behind the checks, with their units in their names. `left_out`: what was not done, and why."""

    name: str
    title: str
    checks: list[Check] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def check(
        self, name: str, value: float | None, bound: Literal["<=", ">=", "<"], goal: float, unit: str = ""
    ) -> None:
        self.checks.append(Check(name, value, goal, bound, unit))

    def as_json(self) -> dict[str, Any]:
        known = [check.met for check in self.checks if check.met is not None]
        answer: dict[str, Any] = {
            "value": {check.name: rounded(check.value) for check in self.checks},
            "goal": {check.name: f"{check.bound} {check.goal:g}{check.unit}" for check in self.checks},
            "met": all(known) if known else None,
        }
        if self.seen:
            answer["seen"] = {name: rounded(value) for name, value in self.seen.items()}
        if self.left_out:
            answer["left_out"] = self.left_out
        return answer


def rounded(value: Any) -> Any:
    """Three digits that mean something."""
    return float(f"{value:.3g}") if isinstance(value, float) else value
