"""Which model does what: the director leads the conversation and calls the tools, the scene agent writes a scene."""

from dataclasses import dataclass

from django.conf import settings

from orchestrator.llm.interface import Provider
from orchestrator.llm.prices import Price, cost_of
from orchestrator.llm.registry import get_provider
from orchestrator.llm.scene_forms import DEFAULT, SceneForm, scene_form_of, sees_pictures
from orchestrator.llm.tool_model import ToolModel


@dataclass(frozen=True, slots=True)
class Roles:
    director: Provider
    scene_agent: Provider
    price: Price = cost_of
    scene_form: SceneForm = DEFAULT
    sees_pictures: bool = False  # of the scenes that it wrote

    def tool_model(self) -> ToolModel:
        """The scene agent's model, for one tool call."""
        return ToolModel(self.scene_agent, self.price, self.scene_form, sees_pictures=self.sees_pictures)


def get_roles(director: str) -> Roles:
    """The providers, in the running event loop; `director` as in `LLM_MODEL`. Raises ImproperlyConfigured."""
    scene_agent = settings.LLM_SCENE_MODEL or director
    return Roles(
        get_provider(director),
        get_provider(scene_agent),
        scene_form=scene_form_of(scene_agent),
        sees_pictures=sees_pictures(scene_agent),
    )
