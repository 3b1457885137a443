"""Old and new processes run side by side while a release is rolled out: a migration only adds what the old code need not know."""

from collections.abc import Iterator

import pytest
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterModelOptions, CreateModel, RemoveIndex
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

OURS = ("projects", "operations", "chatstream", "orchestrator")

# No release had been made when these were written: no old process ever met them. Later ones need a reason of their own.
REASONS = {
    **dict.fromkeys(
        [
            ("0003_assets", "Add field chosen_scene to project"),
            ("0003_assets", "Add field attachments to message"),
            ("0007_one_clock", "Alter field created on outboxevent"),
            ("0007_one_clock", "Alter field started on toolcall"),
            ("0008_reasoning_and_ends", "Alter field request_id on toolcall"),
            ("0011_places_of_tool_calls", "Raw Python operation"),
        ],
        "before the first release",
    ),
}


def is_additive(operation: Operation, made: set[str]) -> bool:
    """Whether code that does not know of it reads and writes as before. `made`: the models that its migration creates."""
    match operation:
        case CreateModel() | AddIndex() | RemoveIndex() | AlterModelOptions():
            return True
        case AddField(field=field):
            return field.null or field.has_db_default() or operation.model_name_lower in made
        case AddConstraint():
            return operation.model_name_lower in made
    return False


def operations_of_all() -> Iterator[tuple[str, Operation, set[str]]]:
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app in OURS:
            made = {each.name_lower for each in migration.operations if isinstance(each, CreateModel)}
            yield from ((name, operation, made) for operation in migration.operations)


def test_a_migration_adds_only_what_the_release_before_need_not_know() -> None:
    found = {
        (name, operation.describe())
        for name, operation, made in operations_of_all()
        if not is_additive(operation, made)
    }
    assert found == set(REASONS), "give the new field a db_default or null; take away in the release after next"


@pytest.mark.parametrize("change", ["RemoveField", "RenameField", "AlterField", "DeleteModel", "RunSQL", "RunPython"])
def test_what_takes_away_or_changes_needs_a_reason(change: str) -> None:
    from django.db import migrations

    operation = getattr(migrations, change)
    assert not is_additive(operation.__new__(operation), set())
