"""Alerts and dashboard speak of figures that there are, and each alert has its line in the operators' page."""

import json
import re
from pathlib import Path

import pytest

from operations.metrics import COUNTERS, HISTOGRAMS, PREFIX
from tests.docs.pages import ROOT

RULES = (ROOT / "deploy/prometheus/alerts.yml").read_text()
DASHBOARD = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text())
GAUGES = {"ready", "runs", "open_streams", "valkey_bytes", "valkey_max_bytes"}
KNOWN = {f"{PREFIX}_{name}" for name in GAUGES} | {f"{PREFIX}_{name}_total" for name in COUNTERS}
KNOWN |= {f"{PREFIX}_{name}_bucket" for name in HISTOGRAMS}


def expressions() -> list[str]:
    drawn = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return [*drawn, *re.findall(r"expr: (.+(?:\n {10}.+)*)", RULES)]


def test_every_figure_that_is_asked_for_is_there() -> None:
    asked = {name for text in expressions() for name in re.findall(rf"{PREFIX}_\w+", text)}
    assert asked <= KNOWN
    assert len(asked) > 8


def test_the_page_of_operators_names_every_figure() -> None:
    page = Path(ROOT / "docs/operations.md").read_text()
    documented = set(re.findall(rf"`({PREFIX}_\w+)", page))
    assert {name.removesuffix("_bucket") for name in KNOWN} == documented


@pytest.mark.parametrize("alert", re.findall(r"alert: (\w+)", RULES))
def test_an_alert_says_what_to_do(alert: str) -> None:
    assert f"| {alert} |" in Path(ROOT / "docs/operations.md").read_text()
