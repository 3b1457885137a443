"""The product's settings, with the migrations of a later release."""

from config.settings import *  # noqa: F403

MIGRATION_MODULES = {"projects": "tests.next_release.migrations"}
