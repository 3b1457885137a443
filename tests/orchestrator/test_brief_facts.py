"""The brief arrives: what the plan lists as facts stands on the screen, or the model and the person are told that it does not."""

from typing import Any

import pytest

from orchestrator.tools.brief_facts import left_out
from projects.models import Project
from storyboard.schema import Storyboard
from tests.chat import ask, events, run
from tests.orchestrator.videos import COFFEE, SCENES, add
from tests.scripted_model import ScriptedModel, use
from tests.storyboard.documents import a_document, a_scene, a_text

pytestmark = pytest.mark.usefixtures("connections")

BOX = {"x": 10, "y": 10, "w": 50, "h": 20}


def saying(*texts: str, number: float | None = None, format: str = "{}") -> Storyboard:
    layers: list[dict[str, Any]] = [{**a_text(), "id": f"t{n}", "text": text} for n, text in enumerate(texts)]
    if number is not None:
        layers.append({"id": "n", "type": "counter", "to": number, "format": format, "box": BOX})
    return Storyboard.model_validate(a_document() | {"scenes": [{**a_scene(), "layers": layers}]})


@pytest.mark.parametrize(
    ("fact", "document"),
    [
        ("Morning Beans", saying("MORNING\nbeans!")),
        ("Morning Beans", saying("Morning", "Beans")),
        ("1,284", saying("Emails: 1 284 a week")),
        ("1284 emails", saying("1,284 emails")),
        ("1.284", saying(number=1284)),
        ("72 %", saying(number=72, format="{}%")),
        ("€4.50", saying("Only 4,50 €")),
        ("https://www.flowbase.io/", saying("flowbase.io")),
        ("+49 30 1234567", saying("Call +49 (30) 123 45 67")),
        ("12 October, 7 pm", saying("12 October", "7 PM")),
        ("“Best beans in town”", saying("Best beans in town.")),
        ("Straße", saying("STRASSE 5")),
        ("コーヒー", saying("新しいコーヒー店")),
        ("!", saying("Hello")),
    ],
)
def test_a_fact_stands_there_however_it_is_written(fact: str, document: Storyboard) -> None:
    assert left_out([fact], document) == []


@pytest.mark.parametrize(
    ("fact", "document"),
    [
        ("Morning Beans", saying("Evening Beans")),
        ("5", saying("Since 1850")),
        ("4.50", saying("450")),
        ("12", saying("1", "2")),
        ("030 1234567", saying("030 1234568")),
        ("flowbase.io", saying("Flowbase")),
    ],
)
def test_a_fact_that_is_not_there_is_missing(fact: str, document: Storyboard) -> None:
    assert left_out([fact], document) == [fact]


async def payloads(project: Project, model: ScriptedModel, *facts: str) -> list[dict[str, Any]]:
    """The results of the calls that add the scenes of a plan with these facts."""
    model.answers(use("plan_video", **COFFEE, facts=list(facts)))
    for name, answer in SCENES.items():
        model.answers(answer, to=f'"scene": "{name}"')
    model.answers(*(add(name) for name in SCENES))
    model.answers("Done.")
    await run(await ask(project))
    return [each["payload"] for each in await events(project, "tool_result")][1:]


async def test_with_the_last_scene_it_is_told_what_stands_nowhere(project: Project, model: ScriptedModel) -> None:
    results = await payloads(project, model, "Morning Beans", "98%", "Monday to Friday", "€4.50")
    assert [each.get("left_out") for each in results] == [None, None, None, ["Monday to Friday", "€4.50"]]


async def test_a_brief_that_has_arrived_is_not_spoken_of(project: Project, model: ScriptedModel) -> None:
    results = await payloads(project, model, "Morning Beans", "98 %")
    assert [each.get("left_out") for each in results] == [None] * 4
