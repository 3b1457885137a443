"""Run with `manage.py shell`: makes as many answers as MANY_RUNS says, then asks the admin for its pages; prints ms of CPU.

In SQLite: one project is made of rows, and copied by the database.
"""

import json
import os
import time
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from projects.models import Message, Project, Step, ToolCall

RUNS = int(os.environ["MANY_RUNS"])
PER_PROJECT = 500
PEOPLE = 20
CODES = ("provider_busy", "provider_quota_used_up", "gave_up")
REPEATS = 3


def fill() -> None:
    people = [User.objects.create_user(f"person-{number}") for number in range(PEOPLE)]
    with transaction.atomic():
        make_first(people[0])
        for number in range(2, RUNS // PER_PROJECT + 1):
            copy_first(number, people[number % PEOPLE])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_first(owner: User) -> None:
    """A fortieth fails; each has a step, and each tenth a call of a tool."""
    project = Project.objects.create(pk=id_of(1, 0), owner=owner, title="Film")
    for place in range(1, 2 * PER_PROJECT, 2):
        at, failed = timezone.now() - timedelta(seconds=2 * PER_PROJECT - place), place % 80 == 1
        about = {"project": project, "request_id": uuid4(), "finished": at}
        question = Message.objects.create(
            pk=id_of(1, place), role="user", status="success", position=place, content="Make it.", **about
        )
        outcome = {"status": "error", "error": {"code": CODES[place % 3]}} if failed else {"status": "success"}
        usage = {"usage": {"model": ["openai:gpt-5-mini"], "input_tokens": 900, "output_tokens": 80, "cost": 0.002}}
        more = {
            "fence": 1,
            "attempt": 1,
            "started": at,
            "first_token_ms": 400,
            "elapsed_ms": 900,
            "content": "Done. " * 50,
        }
        answer = Message.objects.create(
            pk=id_of(1, place + 1),
            role="assistant",
            position=place + 1,
            answers=question,
            **about,
            **outcome,
            **usage,
            **more,
        )
        Step.objects.create(message=answer, number=0, model="openai:gpt-5-mini", finish_reason="stop")
        if place % 20 == 1:
            ended = "error" if failed else "success"
            ToolCall.objects.create(
                pk=id_of(1, place),
                message=answer,
                step=0,
                index=0,
                name="add_scene",
                title="A scene",
                status=ended,
                elapsed_ms=5,
            )


def id_of(number: int, place: int) -> UUID:
    return UUID(f"{number:016x}{place:016x}")


def copy_first(number: int, owner: User) -> None:
    """With ids of its own, and as many seconds earlier as it is long."""
    seconds = f"-{2 * PER_PROJECT * (number - 1)} seconds"
    Project.objects.create(pk=id_of(number, 0), owner=owner, title=f"Film {number}")
    earlier = {name: f"datetime({name}, '{seconds}')" for name in ("created", "started", "finished")}
    own = f"printf('%016x', {number}) || substr({{0}}, 17)"
    message = own.format("message_id")
    copies = {
        Message: {**earlier, **{name: own.format(name) for name in ("id", "project_id", "answers_id")}},
        Step: {"id": None, "created": earlier["created"], "message_id": message},
        ToolCall: {"id": own.format("id"), "started": earlier["started"], "message_id": message},
    }
    for model, changes in copies.items():
        copy_rows(model, changes)


def copy_rows(model: type, changes: dict[str, str | None]) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    columns = [field.column for field in model._meta.concrete_fields]  # type: ignore[attr-defined]
    taken = [name for name in columns if changes.get(name, "") is not None]
    values = ", ".join(changes.get(name) or f'"{name}"' for name in taken)
    of_first = "project_id" if model is Message else "message_id"
    names = ", ".join(f'"{name}"' for name in taken)
    first = f"{of_first} >= '{id_of(1, 0).hex}' AND {of_first} < '{id_of(2, 0).hex}'"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {first}")  # noqa: S608 - ours


def measure() -> dict[str, float]:
    """The least CPU, in ms, of three requests of each page."""
    User.objects.create_superuser("olga")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="olga"))
    failed = Message.objects.filter(status="error").order_by("-finished").first()
    assert failed is not None
    pages = {
        "index": "/admin/",
        "list": "/admin/operations/run/",
        "failed": "/admin/operations/run/?state=failed",
        "tool error": "/admin/operations/run/?tool_error=any",
        "search": "/admin/operations/run/?q=person-7",
        "errors": "/admin/operations/run/errors/",
        "run": f"/admin/operations/run/{failed.pk}/change/?_changelist_filters=state%3Dfailed",
    }
    return {name: min(cpu_of(client, address) for _ in range(REPEATS)) for name, address in pages.items()}


def cpu_of(client: Client, address: str) -> float:
    begin = time.process_time()
    response = client.get(address)
    assert response.status_code == 200, address
    return (time.process_time() - begin) * 1000


fill()
print("FIGURES", json.dumps(measure()))
