"""Writes above_floor.json from MDN's browser-compat-data: the names that the oldest browsers we serve do not know.

npm pack @mdn/browser-compat-data && tar xzf mdn-browser-compat-data-*.tgz
python -m tests.floor.compile_table package/data.json
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "above_floor.json"
FLOOR = {"chrome": 111, "firefox": 140, "safari": 16.4, "safari_ios": 16.4}


def main(path: str) -> None:
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    css, js = data["css"], data["javascript"]
    scripts = [*_members(js["builtins"]), *_members(data["api"])]
    table = {
        "source": f"@mdn/browser-compat-data {data['__meta']['version']}, CC0-1.0",
        "floor": FLOOR,
        "properties": _above((name, each) for name, each in css["properties"].items() if name != "__compat"),
        "values": _above((f"{name}: {value}", each) for name, value, each in _values(css["properties"])),
        "selectors": _above(css["selectors"].items()),
        "at_rules": _above(css["at-rules"].items()),
        "functions": _above(_functions(css["types"])),
        # Of a name that several things have, one that is old enough acquits all: a scan cannot tell them apart.
        "members": sorted(set(_above(scripts)) - {name for name, each in scripts if _is_below(each)}),
    }
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _above(features: Any) -> list[str]:
    return sorted({name for name, each in features if "__compat" in each and not _is_below(each)})


def _is_below(feature: dict[str, Any]) -> bool:
    """Whether every browser of the floor has it, without a prefix or a flag."""
    support = feature.get("__compat", {}).get("support", {})
    return all(_is_supported(support.get(browser), version) for browser, version in FLOOR.items())


def _is_supported(statements: Any, floor: float) -> bool:
    for each in statements if isinstance(statements, list) else [statements or {}]:
        added = each.get("version_added")
        if not added or any(name in each for name in ("prefix", "alternative_name", "flags", "version_removed")):
            continue
        number = re.match(r"≤?(\d+(?:\.\d+)?)", added)
        if number and float(number[1]) <= floor:
            return True
    return False


def _values(properties: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Keywords of properties; names with an underscore are contexts or behaviours, which nobody writes."""
    for name, each in properties.items():
        for value, feature in each.items():
            if re.fullmatch(r"[a-z][a-z-]*", value):
                yield name, value, feature


def _functions(types: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, each in types.items():
        if name == "__compat":
            continue
        yield name, each
        yield from _functions(
            {key: value for key, value in each.items() if isinstance(value, dict) and "__compat" in value}
        )


def _members(interfaces: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Interfaces and what they have: `Promise`, `withResolvers`. Events stand as `x_event`, statics as `x_static`."""
    found = []
    for interface, each in interfaces.items():
        if interface == "__compat":
            continue
        found.append((interface, each))
        for member, feature in each.items():
            name = member.removesuffix("_static")
            if re.fullmatch(r"[A-Za-z]\w*", name) and not name.endswith("_event") and name != interface:
                found.append((name, feature))
    return found


if __name__ == "__main__":
    main(sys.argv[1])
