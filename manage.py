#!/usr/bin/env python
"""Django's command line for this project: `manage.py up` starts everything, `manage.py help` lists the rest."""

import os
import sys
from io import TextIOWrapper

from chatstream.gc_tuning import load_without_collection


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    load_without_collection()
    from django.core.management import execute_from_command_line

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # whoever reads a pipe or a file sees each line at once
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
