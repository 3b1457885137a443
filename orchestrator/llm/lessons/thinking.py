"""Which of its two ways of thinking Claude is asked for, by what a refusal says about the one."""

import re
from dataclasses import replace

from orchestrator.llm.lessons.sent import Sent
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal

_FIELD = "thinking.type"
_OTHER = {"adaptive": "enabled", "enabled": "adaptive"}


def kind_of_thinking(refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    """The other one, or none if that was refused too."""
    kind = str(sent.value(_FIELD))
    if kind not in _OTHER or not _blames(kind, refusal):
        return None
    is_last = f"{_FIELD}={_OTHER[kind]}" in options.dropped
    return replace(options, dropped=options.dropped | {f"{_FIELD}={kind}", *(["thinking"] if is_last else [])})


def _blames(kind: str, refusal: Refusal) -> bool:
    """By `thinking.type.adaptive`, `adaptive thinking`, `tag 'adaptive'` …, or the field that holds it."""
    words = refusal.fields.words
    named = rf"thinking\W{{1,3}}type\W{{1,4}}{kind}\b|\b{kind} thinking\b|\b(?:tag|type|value)\W{{1,4}}{kind}\b"
    return _FIELD in refusal.fields.params or bool(re.search(rf"(?i){named}|thinking\.type(?![.\w])", words))
