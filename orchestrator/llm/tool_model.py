"""The model as a tool may use it: its words are seen by nobody, its tokens are counted."""

from orchestrator.llm.generation import Generation
from orchestrator.llm.interface import Provider, StepRequest
from orchestrator.llm.prices import Price
from orchestrator.llm.scene_forms import DEFAULT, SceneForm
from orchestrator.turn.answer_end import check_json_end
from orchestrator.turn.spending import Use, use_of
from projects.usage import total


class ToolModel:
    """For one tool call. `scene_form`: in which form this model is asked for a scene.

    `sees_pictures`: whether it is shown what it wrote.
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
        """What the calls of the model so far have used; empty if there was none."""
        return total(self._uses)

    async def answer(self, request: StepRequest) -> str:
        """The whole text of one answer. Raises TurnError, also for one that was cut off."""
        collector = _TextCollector()
        generation = Generation(self._provider, collector)
        try:
            end = await generation.ask(request)
        finally:
            self._uses += [use_of(call, self._provider.name, self._price) for call in generation.calls]
        check_json_end(end.finish_reason)
        return collector.text


class _TextCollector:
    def __init__(self) -> None:
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def say(self, text: str) -> None:
        self._parts.append(text)

    def think(self, text: str) -> None:
        """Nobody sees it."""

    def withdraw(self) -> None:
        self._parts.clear()
