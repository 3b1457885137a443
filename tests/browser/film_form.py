"""The form of an exported file, as ffprobe sees it, which is no library of ours: what players and messengers count on."""

import json
import os
import shutil
import subprocess
from array import array
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

KEY_FRAME_SECONDS = 2


def require_ffprobe() -> None:
    if shutil.which("ffprobe") is None:
        complaint = "THE EXPORTED FILE WAS NOT CHECKED: there is no ffprobe (apt-get install ffmpeg)"
        pytest.fail(complaint) if os.environ.get("CI") == "true" else pytest.skip(complaint)


def check_form(film: Path, *, width: int, height: int, frames: int, fps: int = 30) -> None:
    """H.264 Main in 4:2:0, BT.709, without B-frames, a key frame every 2 s, silence in AAC, the index in front, no edits."""
    require_ffprobe()
    found = _probe(film)
    video, sound = found["streams"]
    wanted = {"codec_name": "h264", "profile": "Main", "has_b_frames": 0, "width": width, "height": height}
    wanted |= {"pix_fmt": "yuv420p", "color_range": "tv", "color_space": "bt709"}
    wanted |= {"color_primaries": "bt709", "color_transfer": "bt709", "nb_read_frames": str(frames)}
    wanted |= {"r_frame_rate": f"{fps}/1", "avg_frame_rate": f"{fps}/1", "start_pts": 0}
    assert {name: video.get(name) for name in wanted} == wanted
    assert float(video["duration"]) == pytest.approx(frames / fps, abs=0.001)

    heard = {"codec_name": "aac", "profile": "LC", "sample_rate": "48000", "channels": 2, "start_pts": 0}
    assert {name: sound.get(name) for name in heard} == heard
    assert 0 <= float(video["duration"]) - float(sound["duration"]) < 0.03
    assert _loudest(film) == 0

    packets = [packet for packet in found["packets"] if packet["codec_type"] == "video"]
    assert all(packet["pts"] == packet["dts"] for packet in packets)
    keys = [float(packet["pts_time"]) for packet in packets if "K" in packet["flags"]]
    longest = max(later - before for before, later in pairwise([*keys, frames / fps]))
    assert round(longest, 3) <= KEY_FRAME_SECONDS  # ffprobe gives microseconds

    content = film.read_bytes()
    index = content[: content.index(b"mdat")]
    assert b"moov" in index  # a player can begin before it has all of it
    assert b"elst" not in index


def _probe(film: Path) -> Any:
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_packets", "-of", "json", film]
    return json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)


def _loudest(film: Path) -> float:
    with av.open(str(film)) as container:
        return max(max(map(abs, array("f", bytes(frame.planes[0])))) for frame in container.decode(audio=0))
