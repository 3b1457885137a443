"""The tools a model may call: one module each, listed here."""

from typing import Any

from orchestrator.agents.add_asset import AddAsset
from orchestrator.agents.add_scene import AddScene
from orchestrator.agents.ask_user import AskUser
from orchestrator.agents.contract import Tool
from orchestrator.agents.delete_scenes import DeleteScenes
from orchestrator.agents.duplicate_scene import DuplicateScene
from orchestrator.agents.edit_layer import EditLayer
from orchestrator.agents.edit_scene import EditScene
from orchestrator.agents.export_video import ExportVideo
from orchestrator.agents.move_scene import MoveScene
from orchestrator.agents.plan_video import PlanVideo
from orchestrator.agents.read_scene import ReadScene
from orchestrator.agents.remove_layer import RemoveLayer
from orchestrator.agents.replace_text import ReplaceText
from orchestrator.agents.set_cover import SetCover
from orchestrator.agents.set_duration import SetDuration
from orchestrator.agents.set_format import SetFormat
from orchestrator.agents.set_style import SetStyle
from orchestrator.agents.set_title import SetTitle
from orchestrator.agents.undo_change import UndoChange

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
    SetStyle(),
    SetFormat(),
    SetCover(),
    AddAsset(),
    UndoChange(),
    ExportVideo(),
)

TOOLS: dict[str, Tool[Any]] = {tool.name: tool for tool in _ALL}
