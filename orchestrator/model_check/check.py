"""All probes of one model, one after the other."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from orchestrator.llm import registry
from orchestrator.model_check import probes
from orchestrator.model_check.adaptations import describe
from orchestrator.model_check.finding import Finding


async def check(model: str, *, short: bool) -> AsyncIterator[Finding]:
    """`model`: one KIND:NAME. The short form is one turn with the tools, and one scene in the form that is in use."""
    try:
        provider = registry.get_provider(model)
        yield await probes.run("a turn with tools", provider, probes.probe_tool)
        if short:
            yield await probes.run("a scene", provider, probes.probe_scene)
            return
        for form in registry.supported_forms(model):
            async with AsyncExitStack() as stack:
                other = registry.connect_with_form(model, form)
                stack.push_async_callback(other.close)
                yield await probes.run(f"a scene, by {form}", other, probes.probe_scene)
        for name, probe in probes.LONG.items():
            yield await probes.run(name, provider, probe)
    finally:
        await registry.close_providers()


async def adaptations_of(model: str) -> list[str]:
    """What its refusals have changed, a sentence each."""
    return describe(*await registry.load_options(model))
