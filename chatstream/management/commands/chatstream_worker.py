import asyncio
from typing import Any

from django.core.management.base import BaseCommand

from chatstream.run.worker import work


class Command(BaseCommand):
    help = (
        "Write answers until SIGTERM: take runs off the queue, take over what dead workers have left. Start as many as you "
        "like. One that is ended hands its unfinished answers on; one that is killed is missed after 7 seconds."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Worker started.")
        self.stdout.flush()
        asyncio.run(work())
