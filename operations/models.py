"""Answers as an operator sees them: the same rows, under their name in operations, with permissions of their own."""

from projects.models import Message


class Run(Message):
    class Meta:
        proxy = True
        permissions = [
            ("view_content", "Can read what people and models have written"),
            ("stop_run", "Can stop runs"),
            ("retry_run", "Can have runs answered again"),
            ("requeue_run", "Can put runs back into the queue"),
            ("end_run", "Can end runs with an error"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"
