"""A process loads what it needs: an instance starts three of them, and a site many."""

import json
import os
import subprocess
import sys

# What a worker does: a web server asks for the tools when an operator opens the list of runs, for the rest never.
WORK = {
    "orchestrator.tools",
    "orchestrator.turn.loop",
    "orchestrator.llm.registry",
    "orchestrator.llm.refusals",
    "openai",
}
# What a browser asks for.
PAGES = {
    "config.urls",
    "operations.admin",
    "projects.admin",
    "projects.web.urls",
    "allauth.account.views",
    "whitenoise",
}
PRINT = "; import json, sys; print(json.dumps(sorted(sys.modules)))"
SETUP = "import django; django.setup()"


def loaded_by(code: str) -> set[str]:
    """The names of all modules that a process has after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", code + PRINT],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return set(json.loads(done.stdout))


def test_a_web_server_loads_no_tool_and_no_provider() -> None:
    loaded = loaded_by("import config.asgi")

    assert "config.urls" in loaded, "the first request would wait for it"
    assert not loaded & WORK


def test_a_worker_loads_no_page() -> None:
    worker = "import instance.management.commands.worker; from chatstream.run.responder import get_responder; get_responder()"
    loaded = loaded_by(f"{SETUP}; {worker}")

    assert "orchestrator.tools" in loaded
    assert not loaded & PAGES


def test_what_starts_an_instance_loads_neither() -> None:
    loaded = loaded_by(f"{SETUP}; import instance.management.commands.up")

    assert not loaded & {*WORK, *PAGES, "storyboard.templates", "projects.revisions"}
