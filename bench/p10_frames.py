"""P10: what a frame of a full scene costs the browser: to work it out, to put it on the page, and to paint it for an export."""

import json
from pathlib import Path
from typing import Any

from bench.cluster import Cluster
from bench.figures import Figure

TITLE = "a frame of 40 layers"
QUICK_SECONDS = 6
CHROMIUM = Path("/usr/bin/chromium")
RENDERER = Path(__file__).parents[1] / "storyboard/static/storyboard/renderer"
ORIGIN = "http://localhost:1"  # nothing listens there: every request is answered from disk
LAYERS = 40
FRAMES = 120

MEASURE = """async ([document, frames]) => {
  const [{render}, {patch}, {paint}] = await Promise.all(["renderer.js", "patch.js", "paint.js"].map((name) => import(`/${name}`)));
  const {width, height} = document.canvas;
  const context = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
  const root = globalThis.document.body;
  const taken = {render: [], patch: [], paint: []};
  const clocked = (name, work) => {
    const start = performance.now();
    const made = work();
    taken[name].push(performance.now() - start);
    return made;
  };
  for (let frame = 0; frame < frames; frame++) {
    const tree = clocked("render", () => render(document, frame));
    clocked("patch", () => patch(root, tree));
    clocked("paint", () => paint(context, tree, new Map()));
  }
  const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
  return {first: taken.render[0], render: median(taken.render), patch: median(taken.patch), paint: median(taken.paint)};
}"""


def measure(cluster: Cluster, figure: Figure) -> None:
    taken = _measure_frames(figure)
    shown = taken["render"] + taken["patch"] if taken else None
    figure.check("to work a frame out and show it", shown, "<=", 10, " ms")
    if taken:
        figure.seen |= {f"{name}, ms": value for name, value in taken.items()}
        cluster.run.report(f"P10: {taken['render']:.2f} ms to work out, {taken['patch']:.2f} ms onto the page")


def _measure_frames(figure: Figure) -> dict[str, float] | None:
    """Medians in ms, and the first frame by itself; None if there is no browser."""
    try:
        from playwright.sync_api import Route, sync_playwright
    except ImportError:
        figure.left_out["frames"] = "playwright is not installed"
        return None
    if not CHROMIUM.exists():
        figure.left_out["frames"] = f"there is no {CHROMIUM}"
        return None

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name:
            route.fulfill(path=RENDERER / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto(ORIGIN)
        taken: dict[str, float] = page.evaluate(MEASURE, [a_full_video(), FRAMES])
        browser.close()
    return taken


def a_full_video() -> dict[str, Any]:
    """One scene of as many layers as there may be, of all types but pictures, that move in groups under a camera."""
    moves = [{"t": n / 4, "dx": n % 5, "rotate": n * 15, "opacity": 1 - n % 3 / 4, "ease": "spring"} for n in range(16)]
    enter = {"preset": "rise", "at": 0, "duration": 0.6, "ease": "expo"}
    kinds: list[dict[str, Any]] = [
        {"type": "text", "text": "Forty layers at once", "role": "heading", "align": "left", "stagger": "word"},
        {"type": "shape", "shape": "ellipse", "fill": "accent", "stroke_width": 3, "glass": False},
        {"type": "chart", "kind": "bar", "data": [3, 5, 8, 13], "labels": ["a", "b", "c", "d"], "color": "accent"},
        {
            "type": "counter",
            "from": 0,
            "to": 9876,
            "format": "+{}",
            "size": 80,
            "weight": 800,
            "align": "left",
            "color": "ink",
        },
        {"type": "icon", "name": "rocket", "color": "ink", "stroke_width": 2, "draw": {"duration": 1, "ease": "inOut"}},
        {"type": "device", "kind": "phone"},
    ]
    layers = [
        {
            **kinds[n % len(kinds)],
            "id": f"layer-{n}",
            "box": {"x": n * 7 % 60, "y": n * 11 % 60, "w": 40, "h": 40},
            "enter": enter,
            "keyframes": moves,
            **({"group": "some"} if n % 2 else {}),
        }
        for n in range(LAYERS)
    ]
    names = ("bg", "surface", "ink", "muted", "accent", "accent2", "accent3")
    colours = ("#101418", "#1b222a", "#f4f6f8", "#9fb0c0", "#4c8dff", "#ff8a4c", "#3ecf8e")
    scene = {
        "id": "full",
        "name": "Full",
        "duration": 8,
        "background": {
            "type": "mesh",
            "colors": ["bg", "accent", "accent2"],
            "drift": 1,
            "pattern": "grid",
            "vignette": 0.3,
        },
        "transition": {"type": "none", "duration": 0, "direction": "left"},
        "layers": layers,
        "groups": [{"id": "some", "enter": enter, "keyframes": moves, "loop": True}],
        "camera": [{"t": 0, "zoom": 1, "ease": "inOut"}, {"t": 8, "zoom": 1.4, "dx": 10, "ease": "inOut"}],
    }
    canvas = {"width": 1280, "height": 720, "fps": 30}
    document = {
        "version": 2,
        "canvas": canvas,
        "style": {"palette": dict(zip(names, colours, strict=True))},
        "assets": {},
    }
    return json.loads(json.dumps(document | {"scenes": [scene]}))  # type: ignore[no-any-return]
