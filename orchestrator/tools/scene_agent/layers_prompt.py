"""The prompt of a scene agent that writes whole scenes: the parts of a scene, rules of layout, two examples."""

import json
from functools import cache
from pathlib import Path

from orchestrator.tools.scene_agent.layers_form import to_answer
from storyboard.schema import Scene

HERE = Path(__file__).parent


def examples() -> list[tuple[str, Scene]]:
    """Each with the canvas and the brief that it was made from."""
    found = json.loads((HERE / "layers_examples.json").read_text())
    return [(f"{each['canvas']}: {each['brief']}", Scene.model_validate(each["scene"])) for each in found]


@cache
def layers_prompt() -> str:
    return (HERE / "layers_prompt.md").read_text() + "\n".join(
        f"Example, {scene.duration:g} s, {brief}\n{json.dumps(to_answer(scene), ensure_ascii=False)}"
        for brief, scene in examples()
    )
