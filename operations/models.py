"""Answers as an operator sees them: the same rows, under their name in operations, with permissions of their own."""

from projects.models import Message


class Run(Message):
    class Meta:
        proxy = True
        permissions = [("view_content", "Can read what people and models have written")]

    def __str__(self) -> str:
        return f"run {self.pk}"
