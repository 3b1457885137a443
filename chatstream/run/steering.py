"""What a run reads of what its person adds, and readers then see at its place."""

from chatstream.rows import ledger
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim
from chatstream.rows.outbox import flush_when_possible


async def read_steerings(claim: Claim, step: int, place: tuple[int, int, int]) -> list[str]:
    """What is read before `step`, oldest first.

    `place`: how many characters of text, how many of reasoning, and how many calls stand before it.
    Raises Fenced, django.db.Error.
    """
    texts = await persist(ledger.read_steerings)(claim, step, *place)
    if texts:
        await flush_when_possible(claim.stream_id)
    return texts
