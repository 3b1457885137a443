"""What the command calls the time until an answer goes on."""

from typing import Any

import pytest

from chaos.measures import takeovers

OWNER = "4711"


def fault(began: float, until: float, owner: str | None = None, holds_up: bool = False) -> dict[str, Any]:
    return {
        "kind": "fault",
        "at": until,
        "began": began,
        "until": until,
        "owner": owner,
        "outage": False,
        "holds_up_takeovers": holds_up,
    }


def history(*faults: dict[str, Any]) -> list[dict[str, Any]]:
    """A worker is killed at 10; another claims its answer at 24.9, and is heard at 25."""
    claims = [{"kind": "claim", "message": "m", "who": who, "at": at} for at, who in ((9.0, OWNER), (24.9, "another"))]
    frame = {"kind": "frame", "who": "Alice", "at": 25.0, "frame": {"type": "delta", "message_id": "m"}}
    records = [*claims, frame, fault(10.0, 12.0, OWNER), *faults]
    return sorted(records, key=lambda record: record["at"])


@pytest.mark.parametrize(
    ("spans", "seconds"),
    [([(8.0, 18.0)], 7.0), ([(26.0, 36.0), (1.0, 9.0)], 15.0), ([(11.0, 17.0), (12.0, 14.0), (16.0, 18.0)], 8.0)],
    ids=["from before it on", "after it, before it", "in the midst of it, more than one at once"],
)
def test_the_time_in_which_nobody_could_take_over_is_no_part_of_a_takeover(
    spans: list[tuple[float, float]], seconds: float
) -> None:
    assert takeovers(history()) == [15.0]
    assert takeovers(history(*[fault(*span, holds_up=True) for span in spans])) == [pytest.approx(seconds)]
