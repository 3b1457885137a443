"""In which form a model is asked for a scene: the slots of a template, or the whole scene layer by layer.

The record of what is known: models whose name matches one of `CAPABLE` write whole scenes, and so does the demo, which plays
prepared ones. Names are looked at whatever the kind is: the same models stand behind gateways and clouds.
"""

import re
from typing import Literal, cast, get_args

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from orchestrator.llm.model_setting import split_chain

SceneForm = Literal["template", "layers"]
DEFAULT: SceneForm = "template"
CAPABLE = (
    r"gpt-(4\.1|[5-9])(?!.*nano)",
    r"o[3-9](?!.*nano)",
    r"claude-(opus|sonnet)-[4-9]",
    r"claude-[4-9][.\d-]*-?(opus|sonnet)",
    r"gemini-(2\.5-pro|[3-9](?!.*lite))",
)
_CAPABLE = re.compile(rf"(?:^|[/.:])(?:{'|'.join(CAPABLE)})", re.I)


def check_scene_form() -> None:
    """Raise `ImproperlyConfigured`, with one sentence on what to do, if `LLM_SCENE_FORM` is none."""
    if settings.LLM_SCENE_FORM not in ("", *get_args(SceneForm)):
        raise ImproperlyConfigured("Set LLM_SCENE_FORM to template or layers, or leave it empty.")


def scene_form_of(model: str) -> SceneForm:
    """Of an `LLM_MODEL`; of a chain only what each of them can do."""
    if settings.LLM_SCENE_FORM:
        return cast(SceneForm, settings.LLM_SCENE_FORM)
    return "layers" if all(map(_is_capable, split_chain(model))) else DEFAULT


def sees_pictures(model: str) -> bool:
    """Whether whoever is behind an `LLM_MODEL` is shown the scenes that it wrote: the capable models all see pictures."""
    names = split_chain(model)
    return settings.LLM_SCENE_LOOK and all(map(_is_capable, names)) and not any(map(_is_demo, names))


def _is_demo(model: str) -> bool:
    return model.partition(":")[0] == "demo"


def _is_capable(model: str) -> bool:
    name = model.partition(":")[2]
    return _is_demo(model) or _CAPABLE.search(name) is not None
