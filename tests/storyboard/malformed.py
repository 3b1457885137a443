"""Documents with one thing wrong each: what it is called, where it is put, and the words that tell of it."""

from typing import Any

Place = tuple[str | int, ...]
GONE = object()

OFFER: Place = ("scenes", 1)
TEXT: Place = (*OFFER, "layers", 0)
IMAGE: Place = (*OFFER, "layers", 1)
SHAPE: Place = (*OFFER, "layers", 2)
LINE: Place = (*OFFER, "layers", 3)
CHART: Place = (*OFFER, "layers", 4)
COUNTER: Place = (*OFFER, "layers", 5)
BOX = {"x": 10, "y": 10, "w": 50, "h": 50}
LATE = {"id": "late", "enter": {"preset": "fade", "at": 6}}
URLS = {"type": "linear", "colors": ["url(#x)", "ink"]}
ICON = {"id": "i", "type": "icon", "name": "heart", "box": BOX}
DEVICE = {"id": "d", "type": "device", "kind": "phone", "box": BOX}

MALFORMED: list[tuple[str, Place, Any, str]] = [
    ("no canvas", ("canvas",), GONE, "canvas"),
    ("canvas of another size", ("canvas", "width"), 1024, "canvas.width"),
    ("canvas that is no format", ("canvas", "height"), 1280, "canvas: width and height"),
    ("canvas width as text", ("canvas", "width"), "1280", "canvas.width"),
    ("too few frames", ("canvas", "fps"), 10, "canvas.fps"),
    ("too many frames", ("canvas", "fps"), 120, "canvas.fps"),
    ("half a frame", ("canvas", "fps"), 29.97, "canvas.fps"),
    ("no style", ("style",), GONE, "style"),
    ("no palette", ("style", "palette"), GONE, "style.palette"),
    ("palette without ink", ("style", "palette", "ink"), GONE, "style.palette.ink"),
    ("palette with one more", ("style", "palette", "accent4"), "#ffffff", "style.palette.accent4"),
    ("palette colour by name", ("style", "palette", "bg"), "red", "style.palette.bg"),
    ("palette colour of three", ("style", "palette", "bg"), "#fff", "style.palette.bg"),
    ("palette colour that is a token", ("style", "palette", "bg"), "accent", "style.palette.bg"),
    ("font from elsewhere", ("style", "fonts", "heading"), "Comic Sans", "style.fonts.heading"),
    ("one field more at the top", ("script",), "alert(1)", "script"),
    ("scenes as an object", ("scenes",), {}, "scenes"),
    ("scene that is text", OFFER, "a scene", "scenes[1]"),
    ("scene without id", (*OFFER, "id"), GONE, "scenes[1].id"),
    ("scene id with capitals", (*OFFER, "id"), "Offer", "scenes[1].id"),
    ("scene id with a blank", (*OFFER, "id"), "the offer", "scenes[1].id"),
    ("scene id that is long", (*OFFER, "id"), "a" * 41, "scenes[1].id"),
    ("scene id of another scene", (*OFFER, "id"), "logo", "scenes: the id “logo”"),
    ("scene without name", (*OFFER, "name"), GONE, "scenes[1].name"),
    ("scene with an empty name", (*OFFER, "name"), "  ", "scenes[1].name"),
    ("scene with a long name", (*OFFER, "name"), "n" * 61, "scenes[1].name"),
    ("scene without duration", (*OFFER, "duration"), GONE, "scenes[1].duration"),
    ("scene too short", (*OFFER, "duration"), 0.4, "scenes[1].duration"),
    ("scene too long", (*OFFER, "duration"), 61, "scenes[1].duration"),
    ("duration below nothing", (*OFFER, "duration"), -3, "scenes[1].duration"),
    ("duration in words", (*OFFER, "duration"), "3s", "scenes[1].duration"),
    ("duration without end", (*OFFER, "duration"), float("inf"), "scenes[1].duration"),
    ("duration that is no number", (*OFFER, "duration"), float("nan"), "scenes[1].duration"),
    ("one field more in a scene", (*OFFER, "music"), "loud", "scenes[1].music"),
    ("background of another type", (*OFFER, "background", "type"), "plaid", "scenes[1].background.type"),
    ("background without colours", (*OFFER, "background", "colors"), [], "scenes[1].background.colors"),
    ("background of six colours", (*OFFER, "background", "colors"), ["bg"] * 6, "scenes[1].background.colors"),
    ("background with an address", (*OFFER, "background", "colors", 0), "url(//x.y)", "scenes[1].background.colors[0]"),
    ("vignette over one", (*OFFER, "background", "vignette"), 2, "scenes[1].background.vignette"),
    ("transition of another type", (*OFFER, "transition", "type"), "explode", "scenes[1].transition.type"),
    ("transition too long", (*OFFER, "transition", "duration"), 3, "scenes[1].transition.duration"),
    ("layers missing", (*OFFER, "layers"), GONE, "scenes[1].layers"),
    ("layer of another type", (*TEXT, "type"), "video", "scenes[1].layers[0]: type"),
    ("layer without type", (*TEXT, "type"), GONE, "scenes[1].layers[0]: type"),
    ("layer id of another layer", (*SHAPE, "id"), "headline", "scenes[1]: layers and groups: the id “headline”"),
    ("layer without box", (*TEXT, "box"), GONE, "scenes[1].layers[0].box"),
    ("box without height", (*TEXT, "box", "h"), GONE, "scenes[1].layers[0].box.h"),
    ("box of no width", (*TEXT, "box", "w"), 0, "scenes[1].layers[0].box.w"),
    ("box far beside the canvas", (*TEXT, "box"), BOX | {"x": 301}, "scenes[1].layers[0].box.x"),
    ("text that is empty", (*TEXT, "text"), "", "scenes[1].layers[0].text"),
    ("text that is long", (*TEXT, "text"), "x" * 281, "scenes[1].layers[0].text"),
    ("text that is a number", (*TEXT, "text"), 5, "scenes[1].layers[0].text"),
    ("text in another role", (*TEXT, "role"), "title", "scenes[1].layers[0].role"),
    ("text that is huge", (*TEXT, "size"), 9000, "scenes[1].layers[0].size"),
    ("weight by name", (*TEXT, "weight"), "bold", "scenes[1].layers[0].weight"),
    ("weight too heavy", (*TEXT, "weight"), 1000, "scenes[1].layers[0].weight"),
    ("text aligned elsewhere", (*TEXT, "align"), "justify", "scenes[1].layers[0].align"),
    ("colour by name", (*TEXT, "color"), "tomato", "scenes[1].layers[0].color"),
    ("handler on a text", (*TEXT, "onclick"), "alert(1)", "scenes[1].layers[0].onclick"),
    ("entrance of another kind", (*TEXT, "enter", "preset"), "teleport", "scenes[1].layers[0].enter.preset"),
    ("entrance before the scene", (*TEXT, "enter", "at"), -1, "scenes[1].layers[0].enter.at"),
    ("entrance after the scene", (*TEXT, "enter", "at"), 6, "enter.at of “headline”"),
    ("entrance in no time", (*TEXT, "enter", "duration"), 0, "scenes[1].layers[0].enter.duration"),
    ("entrance with another ease", (*TEXT, "enter", "ease"), "cubic-bezier(1,1,1,1)", "scenes[1].layers[0].enter.ease"),
    ("exit without preset", (*SHAPE, "exit", "preset"), GONE, "scenes[1].layers[2].exit.preset"),
    ("keyframe without time", (*SHAPE, "keyframes", 0, "t"), GONE, "scenes[1].layers[2].keyframes[0].t"),
    ("keyframes out of order", (*SHAPE, "keyframes", 0, "t"), 3, "scenes[1].layers[2].keyframes: each t"),
    (
        "keyframe that is half seen",
        (*SHAPE, "keyframes", 0, "opacity"),
        1.5,
        "scenes[1].layers[2].keyframes[0].opacity",
    ),
    ("image of no asset", (*IMAGE, "asset_id"), "tea", "“picture”.asset_id: there is no asset “tea”"),
    ("image from an address", (*IMAGE, "asset_id"), "https://x.y/z.png", "scenes[1].layers[1].asset_id"),
    ("shape of another kind", (*SHAPE, "shape"), "star", "scenes[1].layers[2].shape"),
    ("shape filled from an address", (*SHAPE, "fill"), "url(#x)", "scenes[1].layers[2].fill"),
    ("path without outline", (*LINE, "d"), GONE, "scenes[1].layers[3]: d"),
    ("path with words in it", (*LINE, "d"), "M0 0 url(x)", "scenes[1].layers[3].d"),
    ("rect with an outline", (*SHAPE, "d"), "M0 0L1 1", "scenes[1].layers[2]: d"),
    ("chart of another kind", (*CHART, "kind"), "pie", "scenes[1].layers[4].kind"),
    ("chart of one value", (*CHART, "data"), [1], "scenes[1].layers[4].data"),
    ("chart below nothing", (*CHART, "data"), [1, -2, 3], "scenes[1].layers[4].data[1]"),
    ("chart with too few labels", (*CHART, "labels"), ["a"], "scenes[1].layers[4]: labels"),
    ("counter without end", (*COUNTER, "to"), GONE, "scenes[1].layers[5].to"),
    ("counter without its place", (*COUNTER, "format"), "percent", "scenes[1].layers[5].format"),
    ("counter with two places", (*COUNTER, "format"), "{}{}", "scenes[1].layers[5].format"),
    ("layer of no group", (*TEXT, "group"), "phone", "“headline” names the group “phone” (there is: none)"),
    ("group with a layer's id", (*OFFER, "groups"), [{"id": "headline"}], "layers and groups: the id “headline”"),
    ("group in a group", (*OFFER, "groups"), [{"id": "a", "group": "b"}], "scenes[1].groups[0].group"),
    ("group that comes too late", (*OFFER, "groups"), [LATE], "enter.at of “late” is not before"),
    ("clip without height", (*TEXT, "clip"), {"x": 0, "y": 0, "w": 5}, "scenes[1].layers[0].clip.h"),
    ("camera that is nowhere", (*OFFER, "camera"), [{"t": 0, "dx": 900}], "scenes[1].camera[0].dx"),
    ("camera out of order", (*OFFER, "camera"), [{"t": 2}, {"t": 1}], "scenes[1].camera: each t"),
    ("camera that sees nothing", (*OFFER, "camera"), [{"t": 0, "zoom": 0}], "scenes[1].camera[0].zoom"),
    (
        "gradient of one colour",
        (*SHAPE, "gradient"),
        {"type": "linear", "colors": ["ink"]},
        "layers[2].gradient.colors",
    ),
    ("gradient with an address", (*SHAPE, "gradient"), URLS, "scenes[1].layers[2].gradient.colors[0]"),
    ("lines in each other", (*TEXT, "line_height"), 0.1, "scenes[1].layers[0].line_height"),
    ("italics by name", (*TEXT, "italic"), "yes", "scenes[1].layers[0].italic"),
    ("icon that is not there", (*OFFER, "layers", 0), ICON | {"name": "unicorn"}, "scenes[1].layers[0].name: must be"),
    (
        "screen of no asset",
        (*OFFER, "layers", 0),
        DEVICE | {"asset_id": "tea"},
        "“d”.asset_id: there is no asset “tea”",
    ),
    ("device of another kind", (*OFFER, "layers", 0), DEVICE | {"kind": "watch"}, "scenes[1].layers[0].kind"),
    ("scrolled too far", (*OFFER, "layers", 0), DEVICE | {"scroll": {"to": 2}}, "scenes[1].layers[0].scroll.to"),
    ("cover after all videos", ("cover",), 301, "cover"),
    ("version that is not", ("version",), 1, "version"),
    ("asset with an address", ("assets", "beans", "src"), "https://x.y/z.png", "assets.beans.src"),
    ("asset without width", ("assets", "beans", "width"), GONE, "assets.beans.width"),
    ("asset of another kind", ("assets", "beans", "kind"), "video", "assets.beans.kind"),
    ("asset under a path", ("assets", "../beans"), {}, "assets.../beans"),
]


def put(document: dict[str, Any], place: Place, value: Any) -> None:
    *path, last = place
    part: Any = document
    for step in path:
        part = part[step]
    if value is GONE:
        del part[last]
    else:
        part[last] = value
