"""The answer to a COMMIT is lost on the line while a person does something by hand: it is done once, and answered."""

import pytest
from django.contrib.auth.models import User

from tests.postgres.line import through_a_line
from tests.projects.by_hand import comparable, sit_down

pytestmark = pytest.mark.usefixtures("connections")


@pytest.mark.parametrize("lost", [1, 2])
@pytest.mark.parametrize("act", ["edit", "undo", "redo", "restore", "create a project", "delete", "upload a picture"])
async def test_it_is_done_once(alice: User, bob: User, act: str, lost: int) -> None:
    """`lost` answers in a row, the first of them of a commit that was carried out."""
    with through_a_line() as line:
        his, hers = await sit_down(bob), await sit_down(alice)
        expected = await his.does(act)
        line.swallow = lost
        status, body = await hers.does(act)
        assert line.swallowed
        assert (status, comparable(body)) == (expected[0], comparable(expected[1]))
        assert await hers.things() == await his.things()
