from typing import Any

import uvloop
from django.core.management.base import BaseCommand

from instance.private_folder import make_private
from instance.readiness import require_database, require_server_export, require_valkey
from instance.tracing import start_tracing
from orchestrator.rendering import renderers
from orchestrator.run.worker import work


class Command(BaseCommand):
    help = (
        "Run one worker: it takes turns off the queue, talks to the model and writes the answers. "
        "Start as many as you like, on as many machines as you like; "
        "SIGTERM or Ctrl-C releases its runs to other workers and ends it."
    )
    requires_system_checks = []  # they check the code, not this site, and would load all pages

    def handle(self, *args: Any, **options: Any) -> None:
        if (warning := make_private()) is not None:
            self.stderr.write(warning)
        start_tracing()
        require_server_export()
        require_valkey()
        require_database()
        if (why := renderers.unavailable()) is not None:
            self.stdout.write(f"No video is exported here. {why}")
        self.stdout.write("Worker started.")
        uvloop.run(work())
