"""P15: an export on the server: CPU of all its processes for a film of 20 s, of the bare encoder's on the same frames."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import storyboard
from bench.bench_run import BASE
from bench.cluster import Cluster
from bench.figures import Figure
from orchestrator.rendering.renderer import Job
from projects.prepared_films import read_film

TITLE = "export on the server"
QUICK_SECONDS: int | None = None
FILM = "launch"  # 20.2 s, 1280 x 720, 30 frames a second
PATIENCE_SECONDS = 600


def measure(cluster: Cluster, figure: Figure) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        figure.left_out["export"] = "there is no chromium"
        return
    folder = cluster.run.folder / "export"
    folder.mkdir()
    job = folder / "job.json"
    film = _write_job(job, chromium)
    export = _run("bench.whole_cpu", sys.executable, "-m", "orchestrator.rendering.chromium", str(job))
    bare = _run("bench.bare_encoder", str(film))
    figure.check("CPU of an export / of the bare encoder", export["cpu"] / bare["cpu"], "<=", 2, "x")
    figure.seen |= {f"export, {name}": value for name, value in export.items()}
    figure.seen |= {f"encoder, {name}": value for name, value in bare.items()}
    cluster.run.report(
        f"P15: export {export['cpu']:.1f} s of CPU, encoder {bare['cpu']:.1f} s, {bare['frames']} frames"
    )


def _write_job(path: Path, chromium: str) -> Path:
    """Returns where the film will be."""
    document = json.loads(str(read_film(FILM)))
    canvas, film = document["canvas"], path.with_name("film.mp4")
    static = Path(storyboard.__file__).parent / "static" / "storyboard"
    job = Job(
        document=document,
        width=canvas["width"],
        height=canvas["height"],
        assets={},
        static=static,
        out=film,
        chromium=chromium,
    )
    path.write_text(job.model_dump_json())
    return film


def _run(module: str, *arguments: str) -> dict[str, Any]:
    """The JSON that a module prints."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)  # type: ignore[no-any-return]
