"""P12: what the admin's pages cost a web server when there are many answers."""

import json
import os
import subprocess
import sys

from bench.bench_run import BASE
from bench.cluster import Cluster
from bench.figures import Figure

TITLE = "the admin beside a million answers"
QUICK_SECONDS = None
RUNS = 1_000_000
GOAL_MS = {"index": 100, "list": 500, "failed": 1_500, "tool error": 2_500, "search": 1_500, "errors": 100, "run": 500}


def measure(cluster: Cluster, figure: Figure) -> None:
    run = cluster.run
    folder = run.folder / "admin"
    folder.mkdir()
    limits = {"LIMIT_CALLS_PER_MINUTE": "0", "LIMIT_ALL_CALLS_PER_MINUTE": "0"}
    stores = {"VAR_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": "redis://127.0.0.1:1/0"}
    environment = {**os.environ, **stores, **limits, "MANY_RUNS": str(run.scaled(RUNS))}

    def manage(*command: str) -> str:
        whole = [sys.executable, "manage.py", *command]
        return subprocess.run(whole, env=environment, cwd=BASE, check=True, capture_output=True, text=True).stdout

    manage("migrate", "-v", "0")
    printed = manage("shell", "--no-imports", "-v", "0", "-c", (BASE / "bench/many_runs.py").read_text())
    figures = json.loads(printed.split("FIGURES", 1)[1])
    for page, goal in GOAL_MS.items():
        figure.check(page, figures[page], "<=", goal, " ms CPU")
        run.report(f"P12: {page} {figures[page]:.0f} ms of CPU")
