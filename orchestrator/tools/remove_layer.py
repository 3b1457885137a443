"""Takes a text, a picture or another part out of a scene."""

from orchestrator.tools.layer_target import LayerTarget, change_layers
from orchestrator.tools.tool import Commit, Tool, ToolContext
from storyboard import operations


class RemoveLayer(Tool[LayerTarget]):
    name = "remove_layer"
    description = "Remove a text, number, picture, shape or other part from a scene, or from several."
    arguments = LayerTarget

    def title(self, arguments: LayerTarget) -> str:
        return f"Removing {arguments.layer} from {arguments.target}"

    async def run(self, context: ToolContext, arguments: LayerTarget) -> Commit:
        return change_layers(context, arguments, [operations.remove_layer])
