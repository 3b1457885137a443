"""Valid documents of every kind, for hypothesis. The same ones each time: a test that fails once fails always."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from storyboard.schema import Storyboard
from storyboard.values import TOKENS
from tests.storyboard.documents import ASSET, PALETTE

QUICK = settings(derandomize=True, max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))

Json = dict[str, Any]
hexes = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
colours = st.sampled_from(TOKENS) | hexes
words = (
    st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip().strip("\x00"))).map(lambda text: f"a{text}")
)
eases = st.sampled_from(["linear", "out", "spring"])
presets = st.sampled_from(["fade", "rise", "pop", "left"])
FORMATS = [(1280, 720), (720, 1280), (1080, 1080)]


def number(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most, allow_nan=False, allow_infinity=False)


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({}, optional=fields)


def times(seconds: float) -> st.SearchStrategy[Json]:
    enter = st.fixed_dictionaries(
        {"preset": presets, "at": number(0, seconds * 0.9), "duration": number(0.05, 2)}, optional={"ease": eases}
    )
    leave = st.fixed_dictionaries({"preset": presets}, optional={"at": number(0, seconds), "duration": number(0.05, 2)})
    moments = st.lists(st.integers(0, int(seconds * 10)), max_size=3, unique=True).map(sorted)
    keyframes = moments.map(lambda all_of_them: [{"t": each / 10, "dx": each, "opacity": 0.5} for each in all_of_them])
    return maybe(enter=enter, exit=leave, keyframes=keyframes)


def kinds() -> st.SearchStrategy[Json]:
    text = st.fixed_dictionaries(
        {"type": st.just("text"), "text": words},
        optional={
            "role": st.sampled_from(["heading", "body", "label"]),
            "size": number(8, 300),
            "weight": st.integers(100, 900),
            "color": colours,
        },
    )
    image = st.fixed_dictionaries({"type": st.just("image"), "asset_id": st.just("beans")})
    shape = st.fixed_dictionaries(
        {"type": st.just("shape"), "shape": st.sampled_from(["rect", "ellipse"]), "fill": colours},
        optional={"stroke": colours, "radius": number(0, 90), "draw": st.booleans()},
    )
    data = st.lists(number(1, 1000), min_size=2, max_size=5)
    chart = st.fixed_dictionaries({"type": st.just("chart"), "kind": st.just("line"), "data": data})
    counter = st.fixed_dictionaries({"type": st.just("counter"), "to": number(-1e6, 1e6), "from": number(0, 10)})
    return st.one_of(text, image, shape, chart, counter)


@st.composite
def layers(draw: st.DrawFn, layer_id: str, seconds: float) -> Json:
    box = {"x": draw(number(-10, 60)), "y": draw(number(0, 60)), "w": draw(number(20, 90)), "h": draw(number(5, 90))}
    return {"id": layer_id, "box": box, **draw(kinds()), **draw(times(seconds))}


@st.composite
def scenes(draw: st.DrawFn, scene_id: str) -> Json:
    seconds = draw(st.integers(5, 90)) / 10
    count = draw(st.integers(0, 3))
    transition = {"type": "fade", "duration": draw(number(0, min(2, seconds * 0.9)))}
    return {
        "id": scene_id,
        "name": draw(words),
        "duration": seconds,
        "background": {"type": "mesh", "colors": draw(st.lists(colours, min_size=1, max_size=3))},
        "transition": transition,
        "layers": [draw(layers(f"layer-{n}", seconds)) for n in range(count)],
    }


@st.composite
def storyboards(draw: st.DrawFn, least: int = 0) -> Storyboard:
    width, height = draw(st.sampled_from(FORMATS))
    palette = PALETTE | {"accent": draw(hexes)}
    asset = {"kind": "image", "src": ASSET, "alt": draw(words), "width": 800, "height": 600}
    return Storyboard.model_validate(
        {
            "canvas": {"width": width, "height": height, "fps": draw(st.integers(24, 60))},
            "style": {"palette": palette},
            "assets": {"beans": asset},
            "scenes": [draw(scenes(f"scene-{n}")) for n in range(draw(st.integers(least, 4)))],
        }
    )
