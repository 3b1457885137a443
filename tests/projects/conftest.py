"""A turn that is being written, as the ledger sees it."""

from uuid import uuid4

import pytest

from chatstream.rows import ledger
from chatstream.rows.ledger import Claim
from projects.actions import start_turn
from projects.models import Message, Project


@pytest.fixture
def answer(project: Project) -> Message:
    """Alice has asked; nobody answers yet."""
    return start_turn(project.pk, uuid4(), "Make me a video.")


@pytest.fixture
def claim(answer: Message) -> Claim:
    taken = ledger.claim(answer.pk)
    assert taken is not None
    return taken


@pytest.fixture
def stale(claim: Claim) -> Claim:
    """A claim that another owner has taken over since."""
    assert ledger.claim(claim.message_id) is not None
    return claim
