"""A conversation that is deleted takes its log with it, and ends what is open."""

from typing import Any
from uuid import UUID

from chatstream.chat.conversations import get_conversation
from chatstream.follow.hints import check_stream
from chatstream.log.event_log import get_log
from chatstream.rows.database import off_loop


async def delete_conversation(user: Any, conversation_id: UUID) -> None:
    """Rows first: a run that goes on finds nothing to write to, and ends.

    Raises NotFound; RedisError: the rows are gone then, and the log goes when it expires."""
    await off_loop(lambda: get_conversation(user, conversation_id).delete())()
    await get_log().delete([str(conversation_id)])
    await check_stream(str(conversation_id))
