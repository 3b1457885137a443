"""A project of 20 MB, as the rows of people who paste long texts and of models that write on and on."""

from tests.instance import Instance, Person

TURNS = 56
ANSWER_CHARS = 300_000
LONGEST_CHARS = 1_500_000  # the newest answer: no frame and no page could hold it beside others

_MAKE = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from projects.actions import create_project
from projects.models import Message, ToolCall

project = create_project(User.objects.get(username={username!r}), "Large")
now = timezone.now()
for turn in range({turns}):
    words = "".join("word " + str(turn) + " " + str(number) + ("\\n\\n" if number % 400 == 0 else ", ") for number in range(30_000))
    length = {longest} if turn == {turns} - 1 else {answer}
    done = dict(project=project, status="success", finished=now)
    question = Message.objects.create(position=2 * turn + 1, role="user", content=words[:30_000], **done)
    answer = Message.objects.create(
        position=2 * turn + 2, role="assistant", content=(words * 4)[:length], answers=question, fence=1, attempt=1, **done
    )
    ToolCall.objects.create(
        message=answer, step=0, index=0, request_id="1", name="paint", title="Paint it", arguments={{"text": words[:90_000]}},
        status="success", payload={{"text": words[:90_000]}}, elapsed_ms=1,
    )
answer = str(project.pk)
"""


def make_large_project(instance: Instance, person: Person | str) -> str:
    """The id of a new project of this person's: TURNS turns, the last answer the longest."""
    username = person if isinstance(person, str) else person.username
    return instance.shell(_MAKE.format(username=username, turns=TURNS, answer=ANSWER_CHARS, longest=LONGEST_CHARS))


def texts_of(instance: Instance, project_id: str) -> dict[str, str]:
    """What the rows say, by the id of the message, in their order."""
    return instance.shell(
        "from projects.models import Message\n"
        f"rows = Message.objects.filter(project_id={project_id!r}).order_by('position')\n"
        "answer = {str(row.pk): row.content for row in rows}"
    )
