"""The model as a tool uses it: its text goes to no person, its tokens are counted."""

from orchestrator.llm.generation import Generation
from orchestrator.llm.incomplete_answers import check_json_end
from orchestrator.llm.interface import Provider, StepRequest
from orchestrator.llm.prices import Price
from orchestrator.llm.scene_forms import DEFAULT, SceneForm
from orchestrator.llm.usage import Use, use_of_all
from projects.usage import total


class ToolModel:
    """The model of one tool call. `scene_form`: in which form it is asked for a scene.

    `sees_pictures`: whether it is shown the scenes that it wrote.
    """

    def __init__(
        self,
        provider: Provider,
        price: Price | None = None,
        scene_form: SceneForm = DEFAULT,
        *,
        sees_pictures: bool = False,
    ) -> None:
        self.scene_form = scene_form
        self.sees_pictures = sees_pictures
        self._provider = provider
        self._price = price
        self._uses: list[Use | None] = []

    @property
    def usage(self) -> Use:
        """The tokens and cost of all calls so far; empty if there was none."""
        return total(self._uses)

    async def answer(self, request: StepRequest) -> str:
        """Return the whole text of one answer. Raises RunError, also for one that was cut off."""
        collector = _TextCollector()
        generation = Generation(self._provider, collector)
        try:
            end = await generation.ask(request)
        finally:
            if any(call.is_paid for call in generation.calls):
                self._uses.append(use_of_all(generation.calls, self._provider.name, self._price))
        check_json_end(end.finish_reason)
        return collector.text


class _TextCollector:
    def __init__(self) -> None:
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add_text(self, text: str) -> None:
        self._parts.append(text)

    def add_reasoning(self, text: str) -> None:
        """Tools do not use it."""

    def retract(self) -> None:
        self._parts.clear()
