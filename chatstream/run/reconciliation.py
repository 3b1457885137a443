"""Bring a run's row up to date with its log, after a failover or a restore has set the database back."""

import logging

from chatstream.follow.fold import MessageState
from chatstream.log.event_log import ENDED_FENCE, get_log
from chatstream.rows import ledger
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim
from chatstream.rows.logged_messages import read_logged_state

logger = logging.getLogger(__name__)

LOST = {"code": "lost", "error": "The end of this answer was lost. Ask again.", "retryable": True}


async def reconcile(claim: Claim) -> Claim | None:
    """Return a claim that the log accepts, or None if the log has the message's end, which is then written to the row.

    A new claim has the highest fence ever given out, unless the database has lost some: the log would then refuse its
    producer. Raises Fenced, RedisError.
    """
    known = await get_log().read_fence(claim.stream, str(claim.message_id))
    if known < claim.fence:
        return claim
    if known < ENDED_FENCE:
        logger.warning(
            "The database has lost claims of run %s; continuing it with fence %d.", claim.message_id, known + 1
        )
        return await persist(ledger.raise_fence)(claim, known)
    logger.warning("The database has lost the end of run %s; restoring it from the log.", claim.message_id)
    state = await read_logged_state(claim.stream_id, claim.message_id) or MessageState()
    if state.final_event is None:  # the log has been trimmed since
        state.status, state.error = "error", LOST
    await persist(ledger.adopt_end)(claim, state)
    return None
