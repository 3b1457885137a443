import asyncio
import logging
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from chatstream.log.connection import close_client
from orchestrator.llm.model_setting import check_model_setting, split_chain
from orchestrator.model_check.check import adaptations_of, check
from orchestrator.model_check.finding import Finding
from orchestrator.model_check.first_start import is_checked, mark_checked

SIGNS = {"works": "works", "weak": "weak ", "fails": "FAILS"}


class Command(BaseCommand):
    help = (
        "Try a model out: a turn with the tools, a scene in each form, a picture, a long answer, a long prompt, a stop. It says "
        "in words what works, what was adjusted to the model, and what to set. A few cents where a model costs money. "
        "Ends with 1 if something fails."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="KIND:NAME, or several with commas (default: LLM_MODEL)")
        parser.add_argument("--short", action="store_true", help="only a turn with the tools and one scene")
        parser.add_argument(
            "--once", action="store_true", help="do nothing if nothing failed when this model was checked here before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["name"] or settings.LLM_MODEL
        try:
            check_model_setting(wanted)
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from None
        logging.getLogger("orchestrator.llm").setLevel(logging.ERROR)  # the findings have the words of providers
        failures = 0
        for model in split_chain(wanted):
            if model == "demo":
                self.stdout.write("The demo model is no model: there is nothing to check. Set LLM_MODEL to KIND:NAME.")
            elif not (options["once"] and is_checked(model)):
                failed = asyncio.run(self._check(model, options["short"]))
                failures += failed
                if not failed:
                    mark_checked(model)
        if failures:
            raise CommandError(f"{failures} of the checks failed: see above.", returncode=1)

    async def _check(self, model: str, short: bool) -> int:
        self._print(f"Checking {model} …")
        failures = 0
        try:
            async for finding in check(model, short=short):
                self._print(_line(finding))
                failures += finding.verdict == "fails"
            for sentence in await adaptations_of(model):
                self._print(f"  adjusted: {sentence}")
        finally:
            await close_client()
        return failures

    def _print(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _line(finding: Finding) -> str:
    return f"  {SIGNS[finding.verdict]}  {finding.probe} ({finding.seconds:.1f} s): {finding.detail}"
