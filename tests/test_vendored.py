"""What is vendored is what its manifest says: these bytes, with a licence beside them."""

import hashlib
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.browser.page_font import CUT, cut

HERE = Path(__file__).parent / "browser" / "vendor"
SERVED = [Path(finders.find(f"{folder}/manifest.json")) for folder in ("projects/vendor", "storyboard/fonts")]
MANIFESTS = {**{path: path.parent.parent for path in SERVED}, HERE / "manifest.json": HERE}
ENTRIES = [(folder, entry) for path, folder in MANIFESTS.items() for entry in json.loads(path.read_text())["files"]]


@pytest.mark.parametrize(("folder", "entry"), ENTRIES, ids=[entry["package"] for _, entry in ENTRIES])
def test_a_vendored_file_is_the_one_that_was_chosen(folder: Path, entry: dict[str, str]) -> None:
    assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert (folder / entry["licence_file"]).stat().st_size > 500


def test_the_typeface_of_the_pages_is_cut_from_the_whole_one() -> None:
    assert CUT.read_bytes() == cut()


def test_nothing_else_is_vendored() -> None:
    named = {folder / entry[name] for folder, entry in ENTRIES for name in ("file", "licence_file")}
    there = [path for manifest in MANIFESTS for path in manifest.parent.iterdir() if path.suffix != ".json"]
    assert set(there) <= named
