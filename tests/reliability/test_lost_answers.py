"""R14: who does not hear an answer asks again, under the same id: one pair of rows and one run, however often."""

import asyncio
import json
from uuid import UUID, uuid4

import httpx
import pytest
from django.contrib.auth.models import User

from chatstream.rows.database import off_loop
from chatstream.rows.turns import MAX_QUEUED
from chatstream.wire.requests import Initiate
from instance.process import wait_until
from orchestrator.backend import ChatBackend
from projects.actions import create_project
from projects.models import Message, Project
from tests.chat import rows
from tests.instance import Instance, Person

PROJECTS = 3
TURNS = 10
REQUESTS = 1_000
AT_ONCE = 20


async def ask_until_heard(user: User, project: Project, request_id: UUID, lost: int) -> UUID:
    """So many answers are lost on the way, two of the requests are under way at the same time."""
    asked = Initiate(request_id=request_id, message="Hello")
    answers = [await ChatBackend().initiate(user, str(project.pk), asked) for _ in range(lost)]
    answers += await asyncio.gather(*[ChatBackend().initiate(user, str(project.pk), asked) for _ in range(2)])
    [answer] = {answer.assistant_message_id for answer in answers}
    return answer


@pytest.mark.usefixtures("connections")
async def test_requests_whose_answers_are_lost_make_one_turn_each(alice: User, settings) -> None:
    settings.LIMIT_REQUESTS_PER_MINUTE = settings.LIMIT_LIVE_RUNS = 10_000
    projects = [await off_loop(create_project)(alice, "") for _ in range(PROJECTS)]
    asked = [(project, uuid4(), number % 3) for project in projects for number in range(TURNS)]
    answers = await asyncio.gather(*[ask_until_heard(alice, *one) for one in asked])
    assert len(set(answers)) == len(asked)
    written = await rows(Message.objects)
    assert len(written) == 2 * len(asked)
    assert {row.request_id for row in written} == {request_id for _, request_id, _ in asked}


class Caller:
    """Asks over the network, and hangs up before the answer to the first requests can be heard."""

    def __init__(self, person: Person, project: str) -> None:
        self.person = person
        self.path = f"/api/projects/{project}/messages/"
        self.body = {"request_id": str(uuid4()), "message": "Hello"}

    async def ask(self, http: httpx.AsyncClient, hung_up_after: list[float]) -> str:
        """The answer's id. `hung_up_after`: seconds that each of the lost requests is given."""
        for seconds in hung_up_after:
            await self._ask_and_hang_up(seconds)
        heard = await asyncio.gather(*[http.post(self.path, json=self.body) for _ in range(2)])
        assert {response.status_code for response in heard} == {201}, [response.text for response in heard]
        [answer] = {response.json()["assistant_message_id"] for response in heard}
        return answer

    async def _ask_and_hang_up(self, seconds: float) -> None:
        body = json.dumps(self.body)
        fields = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": len(body)}
        head = "".join(f"{name}: {value}\r\n" for name, value in (fields | self.person.headers).items())
        _, writer = await asyncio.open_connection("127.0.0.1", self.person.instance.port)
        writer.write(f"POST {self.path} HTTP/1.1\r\n{head}\r\n{body}".encode())
        await writer.drain()
        await asyncio.sleep(seconds)
        writer.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_thousand_requests_whose_senders_hung_up_make_a_thousand_runs(instance: Instance) -> None:
    """The sender is gone at any moment of the request: before it is read, while its rows are written, after."""
    person = instance.make_user("alice")
    projects = [await person.make_project() for _ in range(REQUESTS // MAX_QUEUED)]
    places = asyncio.Semaphore(AT_ONCE)

    async def ask(number: int) -> str:
        async with places:
            moments = [0.0, 0.005, 0.02, 0.05, 0.1][: 1 + number % 5]
            return await Caller(person, projects[number % len(projects)]).ask(http, moments[-2:])

    async with person.http() as http:
        answers = await asyncio.gather(*[ask(number) for number in range(REQUESTS)])
    assert len(set(answers)) == REQUESTS
    await asyncio.to_thread(wait_until, lambda: counted(instance, person)["unfinished"] == 0, 120)
    assert counted(instance, person) == {
        "questions": REQUESTS,
        "answers": REQUESTS,
        "runs": REQUESTS,
        "unfinished": 0,
        "succeeded": REQUESTS,
    }


def counted(instance: Instance, person: Person) -> dict[str, int]:
    """The rows of all that this person has asked. `runs`: a greeting is answered in one step of the model, which is a row."""
    return instance.shell(
        "from projects.models import ENDED, Message, Step\n"
        f"messages = Message.objects.filter(project__owner__username={person.username!r})\n"
        "answers = messages.filter(role='assistant')\n"
        "answer = {'questions': messages.filter(role='user').count(), 'answers': answers.count(),\n"
        "    'runs': Step.objects.filter(message__in=answers).count(),\n"
        "    'unfinished': answers.exclude(status__in=ENDED).count(),\n"
        "    'succeeded': answers.filter(status='success').count()}"
    )
