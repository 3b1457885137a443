"""What changed between two documents as an RFC 6902 JSON Patch, for who holds the one and wants the other."""

import json
from typing import Any

import jsonpatch

from storyboard.encoding import decode, encode
from storyboard.schema import Storyboard

Patch = list[dict[str, Any]]


def patch_between(before: Storyboard | None, after: Storyboard) -> Patch:
    """From nothing, the whole document replaces what is there."""
    if before is None:
        return [{"op": "replace", "path": "", "value": json.loads(encode(after))}]
    made: Patch = jsonpatch.make_patch(json.loads(encode(before)), json.loads(encode(after))).patch
    return made


def apply_patch(before: Storyboard, patch: Patch) -> Storyboard:
    return decode(json.dumps(jsonpatch.apply_patch(json.loads(encode(before)), patch)))
