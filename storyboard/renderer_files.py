"""Where the renderer lies, with its styles and fonts: what a browser loads, and what a program reads that draws a video."""

from pathlib import Path

STATIC = Path(__file__).parent / "static" / "storyboard"
