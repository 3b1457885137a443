"""R14: who does not hear an answer asks again, under the same id: one pair of rows and one run, however often."""

import asyncio
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.events import Initiate
from orchestrator.backend import ChatBackend
from projects.actions import create_project
from projects.database import off_loop
from projects.models import Message, Project
from tests.chat import rows

pytestmark = pytest.mark.usefixtures("connections")

PROJECTS = 10


async def ask_until_heard(user: User, project: Project, request_id: UUID, lost: int) -> UUID:
    """So many answers are lost on the way, two of the requests are under way at the same time."""
    asked = Initiate(request_id=request_id, message="Hello")
    answers = [await ChatBackend().initiate(user, project.pk, asked) for _ in range(lost)]
    answers += await asyncio.gather(*[ChatBackend().initiate(user, project.pk, asked) for _ in range(2)])
    [answer] = {answer.assistant_message_id for answer in answers}
    return answer


@pytest.mark.parametrize("turns", [10, pytest.param(100, marks=pytest.mark.slow)])
async def test_requests_whose_answers_are_lost_make_one_turn_each(alice: User, turns: int, settings) -> None:
    settings.LIMIT_REQUESTS_PER_MINUTE = settings.LIMIT_LIVE_RUNS = 10_000
    waiting = 20  # turns that may wait in one project
    projects = [await off_loop(create_project)(alice, "") for _ in range(PROJECTS * max(1, turns // waiting))]
    each = PROJECTS * turns // len(projects)
    asked = [(project, uuid4(), number % 3) for project in projects for number in range(each)]
    answers = await asyncio.gather(*[ask_until_heard(alice, *one) for one in asked])
    assert len(set(answers)) == len(asked) == PROJECTS * turns
    written = await rows(Message.objects)
    assert len(written) == 2 * len(asked)
    assert {row.request_id for row in written} == {request_id for _, request_id, _ in asked}
