"""Adapts what goes back to a provider of its own answers: signatures, encrypted reasoning, items by their ids.

Its keys change, a gateway goes to another account, a conversation is not the one that the reasoning was bound to. The answer is the
poorer without, and comes.
"""

from dataclasses import replace

from orchestrator.llm.adaptations.refused_request import RefusedRequest, is_replayed
from orchestrator.llm.options import VENDOR, Options
from orchestrator.llm.refusals import Refusal
from orchestrator.llm.refusals.patterns import compile_words

_ITEM_ID = "input.id"
_WORDS = compile_words(
    r"""(?:thinking|thought|reasoning)\W+(?:\w+\W+){0,4}signature|signature\W+(?:\w+\W+){0,4}(?:thinking|thought|reasoning)
        |thought_?signature|encrypted[ _]content|thinking\W+blocks?\b[^.]*(?:cannot be modified|must remain)
        |bound to a different conversation|items? with id\b[^.]*not found|items are not persisted
        |without its required[^.]*item"""
)


def omit_replay(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """Send earlier answers back as text and calls alone, or without their ids, if any other part of them was refused."""
    params = refusal.fields.params
    if _ITEM_ID in params and _ITEM_ID in request.paths:
        return replace(options, dropped=options.dropped | {_ITEM_ID})
    replayed = {path for path in request.paths if is_replayed(path)}
    if not replayed and (_ITEM_ID not in request.paths or VENDOR in options.dropped):
        return None
    is_of_conversation = all(param.startswith(("messages", "input", "contents")) for param in params)
    blamed = any(map(is_replayed, params)) or (is_of_conversation and _WORDS.search(refusal.fields.words))
    new = replayed if VENDOR in options.dropped else {VENDOR}
    return replace(options, dropped=options.dropped | new) if blamed and not new <= options.dropped else None
