"""Makes the words of a provider fit for our log: one line, no keys, a bounded length."""

import re

from django.conf import settings

from orchestrator.llm.text.characters import to_storable

MAX_CHARACTERS = 600
_SHORTEST_KEY = 6  # a key of `none`, for a server without keys, is a word like any other

_KEY = re.compile(
    r"""(?ix)
    \b(?:x-api-key|api-key|x-goog-api-key|authorization)["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?[^\s"',;]+
    | \bbearer\s+[^\s"',;]+
    | \b(?:sk|pk|rk|gsk|xai|hf|nvapi|fw|csk|tgp|pplx|r8|dapi|ghp|gho)[-_][\w*.\-]{8,}
    | \b(?:AIza|ya29\.|AKIA|ASIA|eyJ)[\w*.\-]{8,}
    | \b(?:sk|pk|rk)-[\w*.\-]{4,}
    | (?<=[?&])(?:api[-_]?)?key=[^&\s"']+
    """
)


def redact(words: str) -> str:
    """Return `words` on one line without the keys of the settings and whatever looks like one, cut to 600 characters."""
    for key in _keys():
        words = words.replace(key, "[key]")
    return _KEY.sub("[key]", " ".join(to_storable(words).split()))[:MAX_CHARACTERS]


def _keys() -> list[str]:
    """The value of every setting that ends in _API_KEY, longest first."""
    values = [getattr(settings, name, None) for name in dir(settings) if name.endswith("_API_KEY")]
    return sorted((v for v in values if isinstance(v, str) and len(v) >= _SHORTEST_KEY), key=len, reverse=True)
