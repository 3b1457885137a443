"""`make run` in this folder, as its first user: the page opens, a message is answered to its end, Ctrl-C leaves nothing running.

Needs nothing but Python's own library, since nothing is installed yet:  python3 tests/fresh/first_answer.py PORT [PYTHON]
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

INSTALL_SECONDS, ANSWER_SECONDS, END_SECONDS = 900, 120, 30
PARTS = ("manage.py", "daphne", "uvicorn", "valkey-server")


def main(port: str, python: str) -> None:
    command = ["make", "run", f"PORT={port}", f"PYTHON={python}"]
    output = Path("first_answer.log")
    with output.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        link = wait_for(lambda: re.search(r"Open (http\S+)", output.read_text()), process, output).group(1)
        with urllib.request.urlopen(link, timeout=20) as page:
            assert page.status == 200, page.status
        text = first_answer(f"http://127.0.0.1:{port}/api")
        print(f"Answered in {len(text)} characters: {text[:60]!r}", flush=True)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(END_SECONDS)
    left = parts_running()
    assert not left, f"still running: {left}"


def first_answer(api: str) -> str:
    token = subprocess.run(
        [".venv/bin/python", "manage.py", "token", "demo"], capture_output=True, text=True, check=True
    ).stdout.strip()

    def ask(path: str, body: object = None) -> dict:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(api + path, data, headers), timeout=20) as answer:
            return json.load(answer)

    project = ask("/projects/", {"title": "First"})["id"]
    message = "We open on Saturday. Come in."
    ask(f"/projects/{project}/messages/", {"request_id": str(uuid.uuid4()), "message": message})
    end = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < end:
        snapshot = ask(f"/projects/{project}/")
        answer = snapshot["messages"][-1]
        if answer["status"] not in ("pending", "running"):
            assert answer["status"] == "success", answer
            assert snapshot["storyboard"], "no video was made"
            return answer["content"]
        time.sleep(0.2)
    raise AssertionError(f"no end within {ANSWER_SECONDS} s")


def wait_for(condition, process: subprocess.Popen, output: Path):
    end = time.monotonic() + INSTALL_SECONDS
    while not (found := condition()):
        assert process.poll() is None, f"make run ended: {output.read_text()[-3000:]}"
        assert time.monotonic() < end, output.read_text()[-3000:]
        time.sleep(0.2)
    return found


def parts_running() -> list[str]:
    """The command lines of what `make run` has started in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text().replace("\0", " ")
            folder = Path(os.readlink(process / "cwd"))
        except OSError:
            continue  # it has ended
        if folder.is_relative_to(Path.cwd()) and any(part in command for part in PARTS):
            found.append(command)
    return found


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "python3")
