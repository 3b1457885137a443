"""The model as a tool may use it: its words are seen by nobody, its tokens are counted."""

from collections import Counter

from orchestrator.errors import ModelError
from orchestrator.llm.interface import Provider, StepEnd, StepRequest, Text


class ToolModel:
    """For one tool call. `usage`: the tokens of its calls of the model so far, as the provider counted them."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.usage: Counter[str] = Counter()

    async def answer(self, request: StepRequest) -> str:
        """The whole text of one call. Raises TurnError, also for an answer that was cut off."""
        said: list[str] = []
        async with self._provider.stream(request) as chunks:
            async for chunk in chunks:
                if isinstance(chunk, Text):
                    said.append(chunk.text)
                elif isinstance(chunk, StepEnd):
                    return self._ended(chunk, "".join(said))
        raise ModelError("The model broke off before it was done.", "model_broke_off")

    def _ended(self, end: StepEnd, text: str) -> str:
        if end.usage is not None:
            self.usage.update(input_tokens=end.usage.input_tokens, output_tokens=end.usage.output_tokens)
        if end.finish_reason == "filtered":
            raise ModelError("The model's provider filtered this answer.", "content_filter")
        if end.finish_reason == "length":
            raise ModelError("The model's answer was too long and was cut off.", "cut_off")
        return text
