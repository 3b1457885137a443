"""Pictures of strangers: looked at and drawn anew in a process that can do nothing else.

`redraw` starts that process (`__main__`), which knows `raster` (Pillow) and `vector` (SVG, resvg). Nothing of the bytes
that came in is kept: metadata, second files that hide behind the first and whatever a decoder could be tricked with end there.
"""
