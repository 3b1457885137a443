from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orchestrator.rendering.remotion import installation

NOTICE = """\
Remotion is a product of its own, under a licence of its own: https://remotion.dev/license
It is free for individuals, for non-profit organisations, for evaluation, and for companies of up to three people. Larger
companies need a company licence from its makers. This project neither contains Remotion nor grants a licence to it.
"""


class Command(BaseCommand):
    help = (
        "Install Remotion, the other renderer of the export, into VAR_DIR/remotion: from npm, with the versions and "
        "hashes of package-lock.json. Then start the workers with RENDER_LANE=remotion."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accept-licence", action="store_true", help="you have read Remotion's licence and accept it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(NOTICE)
        if not options["accept_licence"]:
            raise CommandError("Nothing was installed. If its licence suits you: install_remotion --accept-licence")
        try:
            installation.install()
        except installation.InstallationFailed as failed:
            raise CommandError(str(failed)) from None
        self.stdout.write(f"Remotion is in {installation.folder()}. Start the workers with RENDER_LANE=remotion.")
