"""One call of a model each, small and honest: structure is asserted, and of contents only what no model gets wrong."""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import ValidationError

from chatstream.run.errors import ModelError, RunError
from orchestrator.llm.arguments.json_in_text import find_object
from orchestrator.llm.interface import (
    ChatMessage,
    Picture,
    Provider,
    Reasoning,
    StepEnd,
    StepRequest,
    Text,
    TextRetraction,
)
from orchestrator.model_check.finding import Finding, Verdict
from orchestrator.model_check.red_square import red_square
from orchestrator.tools import TOOLS
from orchestrator.tools.scene_agent.template_draft import SceneDraft, form_of
from orchestrator.tools.scene_agent.template_prompt import template_prompt

STOP_SECONDS = 1.0
WINDOW_WORDS = 5_000  # some 7 000 tokens: a turn of a long conversation
_PLAIN = "You help to make short videos. Answer briefly."


@dataclass(slots=True)
class _Answer:
    text: str
    end: StepEnd
    first_seconds: float
    seconds: float
    reasoned: bool


async def _ask(provider: Provider, request: StepRequest) -> _Answer:
    """Raises RunError."""
    texts: list[str] = []
    started, first, reasoned = time.monotonic(), 0.0, False
    async with provider.stream(request) as chunks:
        async for chunk in chunks:
            first = first or time.monotonic() - started
            if isinstance(chunk, StepEnd):
                return _Answer("".join(texts), chunk, first, time.monotonic() - started, reasoned)
            if isinstance(chunk, Text):
                texts.append(chunk.text)
            if isinstance(chunk, TextRetraction):
                texts.clear()
            reasoned = reasoned or isinstance(chunk, Reasoning | TextRetraction)
    raise ModelError("The AI broke off.", "model_broke_off", detail="the port gave no end")


async def probe_tool(provider: Provider) -> tuple[Verdict, str]:
    """A turn with all the tools, as the director's are."""
    specs = tuple(tool.spec() for tool in TOOLS.values())
    question = 'Call the tool set_title with the title "Dawn". Do nothing else.'
    answer = await _ask(provider, StepRequest(_PLAIN, (ChatMessage("user", question),), specs))
    names = [request.name for request in answer.end.tool_requests]
    if not names:
        return "fails", f"It was asked to call a tool and answered with text: {answer.text[:120]!r}"
    request = answer.end.tool_requests[0]
    tool = TOOLS.get(request.name)
    if tool is None or len(names) > 1 or request.name != "set_title":
        return "weak", f"It was asked for set_title and called {', '.join(names)}."
    try:
        tool.arguments.model_validate_json(request.arguments)
    except ValidationError:
        return "weak", f"It called set_title with arguments that do not fit: {request.arguments[:120]}"
    result = ChatMessage("tool", '{"success": true}', tool_request_id=request.id)
    tool_step = ChatMessage("assistant", answer.text, (request,), vendor=answer.end.vendor)
    after = await _ask(provider, StepRequest(_PLAIN, (ChatMessage("user", question), tool_step, result), specs))
    return (
        "works",
        f"It called set_title({request.arguments}) and went on after its result ({after.end.finish_reason}).",
    )


async def probe_scene(provider: Provider) -> tuple[Verdict, str]:
    """A scene in the form that this provider is asked for."""
    facts = {
        "project": "Dawn",
        "scene": "Hello",
        "brief": 'The word "Hello", big.',
        "seconds": 4,
        "format": "landscape",
    }
    system = template_prompt()
    request = StepRequest(system, (ChatMessage("user", json.dumps(facts)),), form=form_of(SceneDraft))
    answer = await _ask(provider, request)
    try:
        draft = SceneDraft.model_validate_json(find_object(answer.text))
    except ValidationError as error:
        return (
            "weak",
            f"The scene was not valid at the first go ({error.error_count()} problems); it would be asked to repair it.",
        )
    return "works", f"It made a scene with the template {draft.template}."


async def probe_picture(provider: Provider) -> tuple[Verdict, str]:
    picture = Picture("image/png", red_square(), "square.png")
    question = ChatMessage("user", "Which one colour has this picture? Answer with one word.", pictures=(picture,))
    answer = await _ask(provider, StepRequest(_PLAIN, (question,)))
    if "red" in answer.text.lower():
        return "works", "It sees pictures."
    return (
        "weak",
        f"It does not see pictures (a red square is {answer.text.strip()[:60]!r} to it); they are named to it in words.",
    )


async def probe_long_answer(provider: Provider) -> tuple[Verdict, str]:
    question = ChatMessage("user", "Count from 1 to 150, separated by spaces. Write nothing else.")
    answer = await _ask(provider, StepRequest(_PLAIN, (question,)))
    measured = f"{len(answer.text)} characters, the first after {answer.first_seconds:.1f} s, the last after {answer.seconds:.1f} s"
    if answer.end.finish_reason == "length":
        return "weak", f"Cut by a limit of tokens ({measured}): raise the server's limit, or LLM_MAX_OUTPUT_TOKENS."
    tokens_counted = answer.end.usage.output_tokens if answer.end.usage else 0
    tokens = f"{tokens_counted} tokens counted" if tokens_counted else "tokens are not counted"
    return "works", f"{measured}; {tokens}{'; it reasons first' if answer.reasoned else ''}."


async def probe_window(provider: Provider) -> tuple[Verdict, str]:
    """Some servers cut a long prompt without an error: Ollama's default window has 4 096 tokens."""
    filler = "The harvest was good and the road was long. " * (WINDOW_WORDS // 9)
    question = f"The secret word is zanzibar. {filler} What is the secret word? Answer with it alone."
    answer = await _ask(provider, StepRequest(_PLAIN, (ChatMessage("user", question),)))
    if "zanzibar" in answer.text.lower():
        return "works", f"It knows the beginning of a prompt of {WINDOW_WORDS} words."
    return "weak", (
        f"It does not know the beginning of a prompt of {WINDOW_WORDS} words: most often its window is small. Give the server a "
        "larger one (Ollama: OLLAMA_CONTEXT_LENGTH=16384; llama.cpp: -c 16384), or set HISTORY_TOKENS=2000."
    )


async def probe_stop(provider: Provider) -> tuple[Verdict, str]:
    request = StepRequest(_PLAIN, (ChatMessage("user", "Count from 1 to 2000, separated by spaces."),))
    async with provider.stream(request) as chunks:
        async for chunk in chunks:
            if isinstance(chunk, Text):
                break
        started = time.monotonic()
    took = time.monotonic() - started
    return ("works" if took < STOP_SECONDS else "weak"), f"Left in the middle of an answer, in {took:.2f} s."


Probe = Callable[[Provider], Awaitable[tuple[Verdict, str]]]

LONG: dict[str, Probe] = {
    "a picture": probe_picture,
    "a long answer": probe_long_answer,
    "a long prompt": probe_window,
    "a stop": probe_stop,
}


async def run(probe: str, provider: Provider, call: Probe) -> Finding:
    """Raises nothing that a provider does: what went wrong is the finding."""
    started = time.monotonic()
    try:
        verdict, detail = await call(provider)
    except RunError as problem:
        verdict, detail = "fails", problem.detail or str(problem)
    return Finding(probe, verdict, detail, time.monotonic() - started)
