"""What a provider said, made fit for our log: one line, no keys, not too long."""

import re

from django.conf import settings

_KEY = re.compile(r"(?i)\bbearer\s+\S+|\b(?:sk|pk|rk)-[\w*.-]{4,}")
MAX_CHARACTERS = 600


def scrub(said: str) -> str:
    """Return `said` on one line without the configured key, `sk-…` keys and bearer tokens, cut to 600 characters."""
    if settings.OPENAI_API_KEY:
        said = said.replace(settings.OPENAI_API_KEY, "[key]")
    return _KEY.sub("[key]", " ".join(said.split()))[:MAX_CHARACTERS]
