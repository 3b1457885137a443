"""Takes the typefaces of Chinese, Japanese, Korean and emoji out of npm's packages: `python -m tests.browser.eastern_fonts FOLDER`.

FOLDER has what `npm pack @fontsource-variable/noto-sans-{jp,kr,sc,tc} @fontsource/noto-color-emoji` has fetched. The files of the
languages are taken as they are. Those of emoji are cut here: npm's lack COLRv1, which Chromium and Firefox draw. The style
sheets are made anew, with the characters that a file really has and no font before it; and with signs that others have too.
"""

import hashlib
import io
import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import regex
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from tests.browser.script_metrics import STORYBOARD, codes_of, faces

STATIC = STORYBOARD / "static/storyboard"
EMOJI = "emoji"
PACKAGES = {code: f"@fontsource-variable/noto-sans-{code}" for code in ("jp", "kr", "sc", "tc")} | {
    EMOJI: "@fontsource/noto-color-emoji"
}
SIGNS = set(map(ord, "“”‘’…—"))  # a text of the east has them from its own typeface
PICTURES = regex.compile(r"\p{Emoji_Presentation}")
FACE = (
    '@font-face{{font-family:"{family}";font-weight:100 900;font-display:block;'
    'src:url("../fonts/{folder}/{number}.woff2") format("woff2");unicode-range:{ranges}}}\n'
)


def take(folder: Path) -> None:
    manifest = STATIC / "fonts/manifest.json"
    entries = [entry for entry in json.loads(manifest.read_text())["files"] if "folder" not in entry]
    before = {ord(char) for face in faces() for char in face.characters} - SIGNS
    for code, package in PACKAGES.items():
        entries.append(take_package(folder, code, package, before))
    manifest.write_text(json.dumps({"registry": "npm", "files": entries}, indent=2) + "\n")


def take_package(folder: Path, code: str, package: str, before: set[int]) -> dict[str, str]:
    """Writes its files and its style sheet. Returns its entry of the manifest."""
    [path] = folder.glob(f"{package.removeprefix('@').replace('/', '-')}-[0-9]*.tgz")
    name = package.rpartition("/")[2]
    target = STATIC / "fonts" / name
    target.mkdir(exist_ok=True)
    family = "Noto Color Emoji" if code == EMOJI else f"Noto Sans {code.upper()} Variable"
    rules = ""
    with tarfile.open(path) as package_file:
        for number, ranges in slices(package_file):
            data = (
                cut(package_file, ranges)
                if code == EMOJI
                else read(package_file, f"files/{name}-{number}-wght-normal.woff2")
            )
            codes = TTFont(io.BytesIO(data)).getBestCmap().keys() & codes_of(ranges)
            codes -= set() if code == EMOJI else before | {each for each in codes if PICTURES.match(chr(each))}
            if not codes:
                continue
            (target / f"{number}.woff2").write_bytes(data)
            rules += FACE.format(family=family, folder=name, number=number, ranges=ranges_of(codes))
        (STATIC / f"fonts/{name}.LICENSE.txt").write_bytes(read(package_file, "LICENSE"))
        version = json.loads(read(package_file, "package.json"))["version"]
    (STATIC / f"css/video-fonts-{code}.css").write_text(
        f"/* Made by `python -m tests.browser.eastern_fonts`. */\n{rules}"
    )
    return {
        "folder": f"fonts/{name}",
        "package": package,
        "version": version,
        "licence": "OFL-1.1",
        "licence_file": f"fonts/{name}.LICENSE.txt",
        "sha256": digest(target),
    }


def slices(package_file: tarfile.TarFile) -> Iterator[tuple[int, str]]:
    """The number of each file that is cut out by frequency, and the ranges that it is for."""
    for subset, ranges in json.loads(read(package_file, "unicode.json")).items():
        if number := re.fullmatch(r"\[(\d+)\]", subset):
            yield int(number[1]), ranges


def cut(package_file: tarfile.TarFile, ranges: str) -> bytes:
    """Of the one file that has all emoji in two forms: these, in COLRv1, with the sequences that they make."""
    whole = read(package_file, "files/noto-color-emoji-emoji-400-normal.woff2")
    font = TTFont(io.BytesIO(whole), recalcTimestamp=False)
    del font["SVG "]
    subsetter = Subsetter(Options(layout_features=["*"]))
    subsetter.populate(unicodes=codes_of(ranges))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(made := io.BytesIO())
    return made.getvalue()


def read(package_file: tarfile.TarFile, name: str) -> bytes:
    file = package_file.extractfile(f"package/{name}")
    assert file is not None, name
    return file.read()


def ranges_of(codes: set[int]) -> str:
    """As CSS writes them."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in spans)


def digest(folder: Path) -> str:
    """Of all files of a folder, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
