"""What an operator reads in the admin about an answer: why it failed, who answered, and what it has used."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from projects.actions import start_turn
from projects.models import Message, Project

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "HTTP 429: You exceeded your current quota (the account of OPENAI_API_KEY is used up: top it up, or raise its limit)"


def test_the_page_of_a_message_has_the_providers_words_and_the_receipt(project: Project, admin_client: Client) -> None:
    answer = start_turn(project.pk, uuid4(), "Make me a video.")
    usage = {"model": "openai:gpt-5-mini", "input_tokens": 812, "output_tokens": 34, "cost": 0.0021}
    error = {"code": "provider_quota_used_up", "error": "The AI is not available right now.", "retryable": False}
    Message.objects.filter(pk=answer.pk).update(
        status="error",
        fence=1,
        finished=timezone.now(),
        finish_reason="error",
        error=error,
        error_detail=WORDS,
        usage=usage,
    )

    page = admin_client.get(f"/admin/projects/message/{answer.pk}/change/").text

    for words in (WORDS, "provider_quota_used_up", "openai:gpt-5-mini", "812", "0.0021", "Finish reason"):
        assert words in page
