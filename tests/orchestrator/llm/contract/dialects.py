"""Our dialects, by name."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest

from orchestrator.llm.dialects.dialect import Dialect

from .transcripts import TRANSCRIPTS


def dialect(name: str) -> Dialect:
    return import_module(f"orchestrator.llm.dialects.{name}").DIALECT


def only(*names: str) -> pytest.MarkDecorator:
    """For what these dialects alone do."""
    assert set(names) <= set(TRANSCRIPTS)
    return pytest.mark.parametrize("transcript", names, indirect=True)


def common(name: str, values: Iterable[Any], few: int = 2) -> pytest.MarkDecorator:
    """For what all dialects have from one mechanism: each value in Chat Completions, the first few in the others."""
    values = list(values)
    cases = [(dialect, value) for dialect in TRANSCRIPTS for value in (values if dialect == "chat" else values[:few])]
    return pytest.mark.parametrize(("transcript", name), cases, indirect=["transcript"])
