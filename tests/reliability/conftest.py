"""Tests here stand on what others stand on."""

from tests.orchestrator.studio import paint

__all__ = ["paint"]
