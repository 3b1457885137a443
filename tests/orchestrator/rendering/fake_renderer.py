"""A renderer without a browser, `python fake_renderer.py MANNER JOB.json`: it follows the contract, or breaks it in one manner."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

BASE = Path(__file__).parents[3]
sys.path.insert(0, str(BASE))

from tests.storyboard.mp4_files import mp4  # noqa: E402


def say(**event: object) -> None:
    write(json.dumps(event).encode() + b"\n")


def write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


manner, job_path = sys.argv[1:]
job = json.loads(Path(job_path).read_text())
canvas = {**job["document"]["canvas"], "width": job["width"], "height": job["height"]}
seconds = sum(scene["duration"] for scene in job["document"]["scenes"])
frames = round(seconds * canvas["fps"])
out = Path(job["out"])

if manner in ("stubborn", "endless"):  # it does not end when it is told to
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if manner == "stubborn":  # and has a child of its own
    subprocess.Popen(["sleep", "1000"])
if manner == "complaining":
    sys.stderr.write("secret-path \x1b[31m" + "x" * 1_000_000)
if manner == "other size":
    canvas["width"] += 2
say(type="composition", width=canvas["width"], height=canvas["height"], fps=canvas["fps"], frames=frames)
for frame in range(1, frames // 2):
    say(type="progress", frame=frame, frames=frames)

if manner in ("silent", "stubborn"):
    out.with_suffix(".part").write_bytes(b"half of it")
    time.sleep(1000)
elif manner == "slow":
    while True:
        say(type="progress", frame=frames // 2, frames=frames)
        time.sleep(0.02)
elif manner == "garbage":
    write(b"Segmentation fault\n")
elif manner == "not text":
    write(b"\xff\xfe\x00\x80\n")
elif manner == "endless":
    write(b"[" * 1_000_000)
elif manner == "deep":
    write(b"[" * 30_000 + b"\n")
elif manner == "unknown":
    say(type="invoice", amount=3)
elif manner == "killed":
    signal.raise_signal(signal.SIGKILL)
elif manner in ("failing", "complaining"):
    say(type="error", message="secret-path: out of memory", frame=frames - 1)
elif manner == "too early":
    say(type="done", bytes=10)
elif manner == "no file":
    say(type="progress", frame=frames, frames=frames)
    say(type="done", bytes=10)
else:
    say(type="progress", frame=frames, frames=frames)
    film = mp4(width=canvas["width"] // (2 if manner == "small" else 1), height=canvas["height"], frames=frames)
    out.write_bytes(film)
    say(type="done", bytes=len(film))
