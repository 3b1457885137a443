"""When the database was set back (a failover, a restore), the log knows more of a run than its row: the row is put right."""

import logging

from chatstream.follow.fold import MessageState
from chatstream.log.event_log import ENDED_FENCE, get_log
from projects import ledger
from projects.database import persist
from projects.ledger import Claim
from projects.logged_messages import read_logged_state

logger = logging.getLogger(__name__)

LOST = {"code": "lost", "error": "The end of this answer was lost. Ask again.", "retryable": True}


async def reconcile(claim: Claim) -> Claim | None:
    """A claim that the log accepts; None if the log has the message's end, which is in the row then.

    A new claim has the highest fence that was ever given out, unless the database has forgotten some: then the log would
    refuse all that its holder says. Raises Fenced, RedisError.
    """
    known = await get_log().read_fence(str(claim.project_id), str(claim.message_id))
    if known < claim.fence:
        return claim
    if known < ENDED_FENCE:
        logger.warning("The database has lost claims of run %s: it goes on with fence %d.", claim.message_id, known + 1)
        return await persist(ledger.raise_fence)(claim, known)
    logger.warning("The database has lost the end of run %s: it is taken from the log.", claim.message_id)
    state = await read_logged_state(claim.project_id, claim.message_id) or MessageState()
    if state.final_event is None:  # the log was trimmed since
        state.status, state.error = "error", LOST
    await persist(ledger.adopt_end)(claim, state)
    return None
