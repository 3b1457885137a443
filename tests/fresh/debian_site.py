"""Follows docs/debian.md word by word, as root of a bare Debian, and asks the site that comes out for an answer.

    python3 tests/fresh/debian_site.py     in a folder with the project; needs nothing but Python's own library

A root without an init has no systemd: a stand-in starts the services by their init scripts, and the units of deploy/ by their
`ExecStart`, with their user, folder and environment.
"""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

PORTS = (80, 443, 5432, 6379, 8000, 8001)
SERVICES = ("nginx", "redis-server", "postgresql")
UNITS = Path("/etc/systemd/system")
PATH = "/usr/local/bin:/usr/sbin:/sbin:/usr/bin:/bin"
PIDS = Path("/run/chat-units")
HOST = "chat.example.org"
ANSWER_SECONDS = 120
STAND_INS = {
    "systemctl": f'#!/bin/sh\nexec python3 {Path(__file__).resolve()} systemctl "$@"\n',
    "git": f'#!/bin/sh\n# clone ADDRESS FOLDER\nexec cp --recursive {Path.cwd()} "$3"\n',
}


def main() -> None:
    os.environ["PATH"] = PATH
    taken = [port for port in PORTS if is_open(port)]
    assert not taken, f"ports {taken} of this machine are in use"
    for name, text in STAND_INS.items():
        script = Path("/usr/local/bin") / name
        script.write_text(text)
        script.chmod(0o755)
    try:
        follow(Path("docs/debian.md").read_text())
        print(f"Answered: {ask_for_an_answer()[:60]!r}", flush=True)
    finally:
        stop_everything()


def follow(page: str) -> None:
    steps = "".join(re.findall(r"^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE))
    environment = {**os.environ, "PROJECT": "here", "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", steps],
        env=environment,
        text=True,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
    )
    Path("debian_site.log").write_text(done.stdout)
    assert done.returncode == 0, done.stdout[-4000:]


def systemctl(command: str, *names: str) -> None:
    for name in (name for name in names if not name.startswith("--")):
        if "@" in name:
            start_unit(name)
        else:
            subprocess.run(["service", name, command], check=True)


def start_unit(name: str) -> None:
    kind, instance = name.split("@")
    unit = (UNITS / f"{kind}@.service").read_text().replace("\\\n", " ").replace("%i", instance)
    settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    stored = Path(settings["EnvironmentFile"]).read_text().splitlines()
    environment = {"PATH": "/usr/bin:/bin", **dict(line.split("=", 1) for line in stored)}
    with Path(f"/var/log/{name}.log").open("wb") as log:
        process = subprocess.Popen(
            settings["ExecStart"].split(),
            user=settings["User"],
            group=settings["User"],
            extra_groups=[],
            cwd=settings["WorkingDirectory"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    PIDS.mkdir(exist_ok=True)
    (PIDS / name).write_text(str(process.pid))


def ask_for_an_answer() -> str:
    """Through nginx, as a program does: one message to the end of its answer."""
    token = read_token()
    project = request("/projects/", token, {"title": "First"})["id"]
    message = {"request_id": str(uuid.uuid4()), "message": "We open on Saturday. Come in."}
    request(f"/projects/{project}/messages/", token, message)
    end = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < end:
        answer = request(f"/projects/{project}/", token)["messages"][-1]
        if answer["status"] not in ("pending", "running"):
            assert answer["status"] == "success", answer
            return answer["content"]
        time.sleep(0.2)
    raise AssertionError(f"no end within {ANSWER_SECONDS} s")


def read_token() -> str:
    command = "set -a; . /etc/chat/environment; cd /opt/chat; exec .venv/bin/python manage.py token operator"
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout.split()[-1]


def request(path: str, token: str, body: object = None) -> dict:
    headers = {"Host": HOST, "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(f"https://127.0.0.1/api{path}", data, headers)
    trusting = ssl.create_default_context(cafile="/etc/nginx/certificate/fullchain.pem")
    trusting.check_hostname = False  # it is asked by its address
    with urllib.request.urlopen(asked, timeout=20, context=trusting) as response:
        return json.load(response)


def stop_everything() -> None:
    for file in PIDS.glob("*") if PIDS.exists() else ():
        try:
            os.killpg(int(file.read_text()), signal.SIGTERM)
        except ProcessLookupError:
            print(f"{file.name} had ended before:", Path(f"/var/log/{file.name}.log").read_text()[-2000:], flush=True)
    for name in SERVICES:
        if Path(f"/etc/init.d/{name}").exists():
            subprocess.run(["service", name, "stop"], check=False)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    systemctl(*sys.argv[2:]) if sys.argv[1:2] == ["systemctl"] else main()
