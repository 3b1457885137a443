"""Our dialects, by name."""

from importlib import import_module

import pytest

from orchestrator.llm.dialects.dialect import Dialect

from .transcripts import TRANSCRIPTS


def dialect(name: str) -> Dialect:
    return import_module(f"orchestrator.llm.dialects.{name}").DIALECT


def only(*names: str) -> pytest.MarkDecorator:
    """For what these dialects alone do."""
    assert set(names) <= set(TRANSCRIPTS)
    return pytest.mark.parametrize("transcript", names, indirect=True)
