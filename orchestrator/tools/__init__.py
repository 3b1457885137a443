"""The tools a model may call: one module each, listed here."""

from typing import Any

from orchestrator.tools.add_asset import AddAsset
from orchestrator.tools.add_scene import AddScene
from orchestrator.tools.ask_user import AskUser
from orchestrator.tools.delete_scenes import DeleteScenes
from orchestrator.tools.duplicate_scene import DuplicateScene
from orchestrator.tools.edit_layer import EditLayer
from orchestrator.tools.edit_scene import EditScene
from orchestrator.tools.export_video import ExportVideo
from orchestrator.tools.move_scene import MoveScene
from orchestrator.tools.plan_video import PlanVideo
from orchestrator.tools.read_scene import ReadScene
from orchestrator.tools.remove_layer import RemoveLayer
from orchestrator.tools.replace_text import ReplaceText
from orchestrator.tools.set_cover import SetCover
from orchestrator.tools.set_duration import SetDuration
from orchestrator.tools.set_format import SetFormat
from orchestrator.tools.set_palette import SetPalette
from orchestrator.tools.set_title import SetTitle
from orchestrator.tools.tool import Tool
from orchestrator.tools.undo_change import UndoChange

_ALL: tuple[Tool[Any], ...] = (
    SetTitle(),
    AskUser(),
    ReadScene(),
    PlanVideo(),
    AddScene(),
    EditScene(),
    EditLayer(),
    RemoveLayer(),
    DuplicateScene(),
    ReplaceText(),
    DeleteScenes(),
    MoveScene(),
    SetDuration(),
    SetPalette(),
    SetFormat(),
    SetCover(),
    AddAsset(),
    UndoChange(),
    ExportVideo(),
)

TOOLS: dict[str, Tool[Any]] = {tool.name: tool for tool in _ALL}
