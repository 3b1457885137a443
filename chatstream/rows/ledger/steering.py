"""What the run reads of what its person adds: each text once, bound to the step that has read it."""

from math import inf

from chatstream.rows.ledger.rows import Claim, lock_claimed
from chatstream.rows.outbox import record
from chatstream.wire.events import Steering


def read_steerings(claim: Claim, step: int, offset: int, reasoning_offset: int, call_offset: int) -> list[str]:
    """What the run is told before `step`, oldest first: what an earlier attempt has read there, and what nobody has read.

    Nothing new while a later step has read something already: an attempt that comes after another keeps the order.
    The offsets are the place where readers see it. Raises Fenced.
    """
    place = {"step": step, "offset": offset, "reasoning_offset": reasoning_offset, "call_offset": call_offset}
    with lock_claimed(claim) as message:
        newest = max([step, *(each["step"] for each in message.steerings if "step" in each)])
        due = [each for each in message.steerings if each.get("step", newest) == step]
        moved = [each for each in due if not place.items() <= each.items()]
        for each in moved:
            each.update(place)
            fields = {name: each[name] for name in Steering.model_fields if name in each}
            record(claim.stream_id, Steering.model_validate({"message_id": claim.message_id, **fields}))
        if moved:
            message.save(update_fields=["steerings"])
        return [each["text"] for each in due]


def close_steering(claim: Claim, step: int) -> bool:
    """Accept no more, so that the run may end with `step`. False, and nothing is closed, if something is to be read after it.

    Raises Fenced.
    """
    with lock_claimed(claim) as message:
        if all(each.get("step", inf) <= step for each in message.steerings):
            message.steering_closed = True
            message.save(update_fields=["steering_closed"])
        return message.steering_closed
