from projects.replay.waits import SHOWN_MS, without_waits


def test_what_took_days_to_decide_takes_a_moment() -> None:
    day = 86_400_000
    events = [
        {"type": "delta", "ts": 100},
        {"type": "status", "status": "waiting", "ts": 200},
        {"type": "steering", "ts": day // 2},
        {"type": "approval_decided", "ts": day},
        {"type": "finalized", "ts": day + 300},
    ]
    assert [event["ts"] for event in without_waits(events)] == [
        100,
        200,
        200 + SHOWN_MS,
        200 + 2 * SHOWN_MS,
        500 + 2 * SHOWN_MS,
    ]
