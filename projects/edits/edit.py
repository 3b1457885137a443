"""What all edits have."""

from abc import abstractmethod

from pydantic import ConfigDict, Field

from chatstream.wire.base import Wire
from storyboard.schema import Storyboard


class BaseEdit(Wire):
    """`base`: the number of the revision that the person saw. Operations validate the values."""

    model_config = ConfigDict(strict=True)

    base: int = Field(ge=1)

    @abstractmethod
    def apply(self, document: Storyboard) -> Storyboard:
        """The document after the edit. Raises OperationRefused."""


class SceneEdit(BaseEdit):
    scene_id: str


class LayerEdit(SceneEdit):
    layer_id: str
