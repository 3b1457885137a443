"""SVG: read without entities, cleaned of all that is no drawing, drawn by resvg. Runs in the child alone.

resvg reads files that an href names, relative ones too, and has nested SVG in `data:`; neither is let through.
"""

import io
import re
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

import resvg_py
from PIL import Image

from storyboard.pictures.raster import EncodedPicture, encode_picture
from storyboard.pictures.verdicts import PictureRefused
from storyboard.pictures.work import check_work

LONGEST_SIDE = 1600
DEEPEST = 60
MOST_ELEMENTS = 20_000
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
WORDS = {"text", "tspan", "textPath", "tref"}
_DRAWN = (
    "svg g defs symbol use switch a path rect circle ellipse line polyline polygon image linearGradient radialGradient stop"
    " clipPath mask pattern marker filter style feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix"
    " feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR"
    " feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile"
    " feTurbulence"
)
DRAWN = set(_DRAWN.split())
_INSIDE = re.compile(r"#[^\s]+|data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+", re.I)
_OUTWARD = re.compile(r"@import|url\(\s*[\"']?\s*(?!#|data:)|expression\(", re.I)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.I)
_PX = {"px": 1, "pt": 96 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}


def looks_like_svg(data: bytes) -> bool:
    return b"<" in data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]


def rasterise(data: bytes) -> EncodedPicture:
    """Raises PictureRefused."""
    root = clean(data)
    check_work(root)
    _set_pixel_size(root)
    try:
        png = resvg_py.svg_to_bytes(svg_string=tostring(root, encoding="unicode"), skip_system_fonts=True)
    except ValueError:  # it is well-formed: resvg's own limits were reached
        raise PictureRefused("heavy") from None
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return encode_picture(image.convert("RGBA"))


def clean(data: bytes) -> Element:
    """The drawing, in SVG's own elements. What scripts, embeds or animates is left out; what fetches is refused."""
    cleaner = _Cleaner()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = cleaner.start
    parser.EndElementHandler = cleaner.end
    parser.CharacterDataHandler = cleaner.data
    parser.EntityDeclHandler = cleaner.entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError, OSError):  # the last ones: of encodings that it does not know
        raise PictureRefused("broken" if cleaner.is_svg else "unknown") from None
    return cleaner.tree.close()


class _Cleaner:
    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self.open: list[str] = []  # the elements around, in their order
        self.left_out = 0  # how many of them are in one that is left out, itself included
        self.elements = 0
        self.is_svg = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if not self.open and (tag != "svg" or space not in (SVG, "")):
            raise PictureRefused("unknown")
        self.is_svg = True
        self.open.append(tag)
        self.elements += 1
        if len(self.open) > DEEPEST or self.elements > MOST_ELEMENTS:
            raise PictureRefused("heavy")
        if self.left_out or space not in (SVG, "") or tag not in DRAWN | WORDS:
            self.left_out += 1
        elif tag in WORDS:
            raise PictureRefused("words")
        else:
            self.tree.start(tag, {} if tag == "a" else dict(_keep_attributes(tag, attributes)))

    def end(self, name: str) -> None:
        tag = self.open.pop()
        if self.left_out:
            self.left_out -= 1
        else:
            self.tree.end(tag)

    def data(self, text: str) -> None:
        if self.left_out or not self.open or self.open[-1] != "style":
            return
        if _OUTWARD.search(text):
            raise PictureRefused("outward")
        self.tree.data(text)

    def entity(self, *declared: object) -> None:
        raise PictureRefused("entities")


def _keep_attributes(tag: str, attributes: dict[str, str]) -> list[tuple[str, str]]:
    safe = []
    for name, value in attributes.items():
        space, _, local = name.rpartition(" ")
        if local == "href" and space in (XLINK, ""):
            if not _INSIDE.fullmatch(value.strip()):
                raise PictureRefused("outward")
            safe.append(("href", value.strip()))
        elif not space and not local.lower().startswith("on") and local != "src":
            if _OUTWARD.search(value):
                raise PictureRefused("outward")
            safe.append((local, value))
    return safe


def _set_pixel_size(root: Element) -> None:
    """Its size in pixels, with the longest side LONGEST_SIDE; its own units stay in the viewBox."""
    box = [float(each) for each in re.findall(r"-?[0-9]*\.?[0-9]+(?:e[+-]?\d+)?", root.get("viewBox", ""))]
    width, height = _px(root.get("width")), _px(root.get("height"))
    if len(box) != 4:
        if not width or not height:
            raise PictureRefused("size")
        root.set("viewBox", f"0 0 {width} {height}")
        box = [0, 0, width, height]
    if min(box[2:]) <= 0 or max(box[2:]) > 1e9:
        raise PictureRefused("size")
    if not width or not height:
        width, height = (width, width * box[3] / box[2]) if width else (height * box[2] / box[3], height)
        width, height = (width, height) if width else (box[2], box[3])
    scale = LONGEST_SIDE / max(width, height)
    root.set("xmlns", SVG)
    root.set("width", str(max(1, round(width * scale))))
    root.set("height", str(max(1, round(height * scale))))


def _px(written: str | None) -> float:
    """0: not said, or in parts of something that is not there."""
    match = _LENGTH.fullmatch(written or "")
    return float(match[1]) * _PX[(match[2] or "px").lower()] if match else 0.0
