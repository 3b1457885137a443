"""What is vendored is what its manifest says: these bytes, with a licence beside them."""

import hashlib
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.browser.eastern_fonts import digest
from tests.browser.page_font import RECEIPT, receipt

HERE = Path(__file__).parent / "browser" / "vendor"
SERVED = [Path(finders.find(f"{folder}/manifest.json")) for folder in ("projects/vendor", "storyboard/fonts")]
MANIFESTS = {**{path: path.parent.parent for path in SERVED}, HERE / "manifest.json": HERE}
ENTRIES = [(folder, entry) for path, folder in MANIFESTS.items() for entry in json.loads(path.read_text())["files"]]


def digest_of(folder: Path, entry: dict[str, str]) -> str:
    """The digest of what is there: a file, or a folder of them."""
    return digest(folder / entry["folder"]) if "folder" in entry else sha256(folder / entry["file"])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(("folder", "entry"), ENTRIES, ids=[entry["package"] for _, entry in ENTRIES])
def test_a_vendored_file_is_the_one_that_was_chosen(folder: Path, entry: dict[str, str]) -> None:
    assert digest_of(folder, entry) == entry["sha256"]
    assert (folder / entry["licence_file"]).stat().st_size > 500


def test_the_typeface_of_the_pages_is_cut_from_the_whole_one() -> None:
    assert RECEIPT.read_text() == receipt()


def test_nothing_else_is_vendored() -> None:
    named = {
        folder / entry[name]
        for folder, entry in ENTRIES
        for name in ("file", "folder", "licence_file")
        if name in entry
    }
    there = [path for manifest in MANIFESTS for path in manifest.parent.iterdir() if path.suffix != ".json"]
    assert set(there) <= named
