"""Why a picture is refused: the codes that the child reports, and the sentences that a person reads."""

from typing import Final

CPU_SECONDS: Final = 12  # of a processor, for one picture
LONGEST_SIDE: Final = 2560  # pixels of what is kept
MOST_PIXELS: Final = 50_000_000  # of what is sent: more than a telephone's camera makes as a rule

REFUSALS: Final = {
    "unknown": "This is no picture that can be used here: PNG, JPEG, WebP, GIF and SVG are.",
    "broken": "This picture is damaged or incomplete. Save it again and try once more.",
    "pixels": f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller first.",
    "entities": "This SVG defines entities. Save it as plain SVG and try once more.",
    "outward": "This SVG fetches something from elsewhere. Save it with everything inside it.",
    "words": "This SVG has words that need a font. Convert its text to paths first.",
    "size": "This SVG does not say how large it is. Give it a width and a height, or a viewBox.",
    "heavy": "This picture takes too much work to open. Save it in a simpler form, as a PNG for example.",
}


class PictureRefused(Exception):
    """`code` is one of REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
