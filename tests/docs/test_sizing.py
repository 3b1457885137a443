"""The sizes in docs/operations.md are what the figures of docs/performance.md come to."""

import re

import pytest

from tests.docs.pages import ROOT, rows, section

PERFORMANCE = " ".join((ROOT / "docs/performance.md").read_text().split())
SIZES = section("docs/operations.md", "How large")
TABLE = {name: cells for name, *cells in rows(SIZES, "")}
CHATS = [200, 1000, 5000]
LIVE = [int(cell) for cell in TABLE["answers at once"]]


def numbers(name: str) -> list[float]:
    """The first number of each cell; in MB, if it is one of memory."""
    [cells] = [cells for row, cells in TABLE.items() if row.startswith(name)]
    found = [re.match(r"([\d.]+)(?: (GB))?", cell) for cell in cells]
    return [float(each[1]) * (1000 if each[2] else 1) for each in found if each]


@pytest.mark.parametrize(
    ("figure", "there"),
    [
        ("3.2 ms of a worker's core", "3.2 ms of a worker's core"),
        ("1.4 ms of a web server's", "1.4 ms of a web server's"),
        ("1.2 ms of Valkey's", "1.2 ms of Valkey's"),
        ("44 KB of Valkey", "43.6 KB"),
        ("200 answers each", "| one worker process | 200,"),
        ("600 answers at once", "~600 streams"),
    ],
)
def test_a_figure_is_the_measured_one(figure: str, there: str) -> None:
    assert figure in " ".join(SIZES.split())
    assert there in PERFORMANCE


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("workers", lambda chats, live: live * 3.2e-3),
        ("web servers", lambda chats, live: live * 1.4e-3),
        ("Valkey: cores", lambda chats, live: live * 1.2e-3),
        ("memory of idle sockets", lambda chats, live: chats * 0.06),
        ("Valkey: memory", lambda chats, live: chats * 20 * 0.044),
    ],
)
def test_a_size_is_the_product_of_its_figures(name: str, size) -> None:  # type: ignore[no-untyped-def]
    computed = [size(chats, live) for chats, live in zip(CHATS, LIVE, strict=True)]
    assert numbers(name) == pytest.approx(computed, rel=0.2)
