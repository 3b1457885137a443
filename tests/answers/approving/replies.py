from django.db.models import F, Value
from django.db.models.functions import Concat

import chatstream

ASKS, DONE, DECLINED = "May I? ", "It is done.", "Then not."


@chatstream.responder
async def reply(answer: chatstream.Answer) -> None:
    await answer.write(ASKS)
    async with answer.tool("count", {"by": 1}, "Count on", approval=True) as call:
        if not call.finished:
            call.commit(lambda: count_on(answer))
            call.result = {"counted": 1}
    await answer.write(DECLINED if call.error else DONE)
    while not await answer.close():
        await answer.write("".join(f" ({text})" for text in await answer.steering()))


def count_on(answer: chatstream.Answer) -> None:
    """An effect that shows if it is done twice."""
    from chatstream.chat.models import Conversation

    Conversation.objects.filter(pk=answer.stream).update(title=Concat(F("title"), Value("+")))
