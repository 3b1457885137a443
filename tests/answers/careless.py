"""A responder that acts where nothing records it: if a worker dies within the tool, the next one acts again."""

import asyncio
import os
from pathlib import Path
from typing import Any

import chatstream

DIARY = Path(os.environ["DIARY"])


@chatstream.responder
async def reply(answer: chatstream.Answer) -> None:
    async with answer.tool("book_table") as call:
        if not call.finished:
            booked = DIARY.read_text()
            DIARY.write_text(f"{booked}{answer.message_id}\n")  # and not by `call.commit`
            if not booked:
                await asyncio.Event().wait()  # until the worker is killed
    await answer.write("Booked.")


def count_bookings(answer_id: Any) -> int:
    return DIARY.read_text().count(str(answer_id))
