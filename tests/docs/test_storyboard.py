"""docs/storyboard.md names the tools, the edits, the layers and the formats that there are."""

from typing import Any, get_args

from orchestrator.tools import TOOLS
from projects import edits
from storyboard import layers
from storyboard.formats import FORMAT_NAMES, FORMATS
from storyboard.migrations import VERSION
from tests.docs.pages import codes, rows, section

PAGE = "docs/storyboard.md"


def fields_of(model: Any, beside: set[str]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()} - beside


def test_the_table_of_tools_is_the_registry() -> None:
    named = [name for tools, *_ in rows(section(PAGE, "The tools of the model"), "tool") for name in codes(tools)]
    assert sorted(named) == sorted(TOOLS)


def test_the_table_of_edits_has_each_operation_with_its_fields() -> None:
    table = {codes(name)[0]: set(codes(fields)) for name, fields in rows(section(PAGE, "Changing it"), "`operation`")}
    expected = {
        get_args(edit.model_fields["operation"].annotation)[0]: fields_of(edit, {"base", "operation"})
        for edit in get_args(edits.AnyEdit)
    }
    assert table == expected


def test_the_table_of_layers_names_every_field_of_each_kind() -> None:
    table = {codes(kind)[0]: set(codes(words)) for kind, words in rows(section(PAGE, "Layers"), "`type`")}
    common = set(layers.BaseLayer.model_fields) | {"type"}
    expected = {
        get_args(layer.model_fields["type"].annotation)[0]: fields_of(layer, common)
        for layer in get_args(layers.AnyLayer)
    }
    assert set(table) == set(expected)
    assert {kind: fields - table[kind] for kind, fields in expected.items()} == {kind: set() for kind in expected}


def test_the_table_of_formats_has_their_pixels() -> None:
    table = {
        name: pixels
        for names, sizes, _ in rows(section(PAGE, "The storyboard"), "format")
        for name, pixels in zip(codes(names), sizes.split(", "), strict=True)
    }
    assert table == {name: f"{FORMATS[name].width} x {FORMATS[name].height}" for name in FORMAT_NAMES}


def test_the_table_of_versions_ends_with_the_newest() -> None:
    assert rows(section(PAGE, "Versions"), "version")[-1][0] == str(VERSION)
