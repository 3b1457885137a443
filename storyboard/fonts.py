"""The fonts that are shipped with the project, so that the preview and every export agree, and what goes with what.

A new one needs its file in `static/projects/fonts/`, its name in `schema.Font`, and its widths in the renderer.
"""

from storyboard.schema import Fonts

PAIRS: dict[str, Fonts] = {"inter": Fonts(heading="inter", body="inter")}
DEFAULT = PAIRS["inter"]
