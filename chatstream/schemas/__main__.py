"""`python -m chatstream.schemas FOLDER` writes the schemas of the wire there; with `types` it prints the TypeScript.

The addresses are those of the settings that DJANGO_SETTINGS_MODULE names, or those of a project that sets no URL_PREFIX.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from chatstream.schemas.definitions import make_json_schema
from chatstream.schemas.typescript import make_types


def make_documents() -> dict[str, Any]:
    """Each schema by the name of its file."""
    from chatstream.schemas.asyncapi import make_asyncapi
    from chatstream.schemas.openapi import make_openapi

    return {
        "frames.schema.json": make_json_schema(),
        "openapi.json": make_openapi(),
        "asyncapi.json": make_asyncapi(),
    }


def main(arguments: list[str]) -> None:
    match arguments:
        case ["types"]:
            sys.stdout.write(make_types())
        case [folder]:
            if not os.environ.get("DJANGO_SETTINGS_MODULE"):
                settings.configure(CHATSTREAM={"REDIS_URL": ""})
            for name, document in make_documents().items():
                text = json.dumps(document, indent=2, ensure_ascii=False)
                Path(folder, name).write_text(text + "\n", encoding="utf-8")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
