"""Another web server of a running instance."""

import os
import subprocess
import sys
from types import TracebackType
from typing import Self

import httpx

from tests.instance import BASE, Instance, Person, free_port, wait_until


class WebServer:
    """uvicorn, on the data of the instance. `environment` is added to its own."""

    def __init__(self, instance: Instance, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, **instance.environment, **environment}
        self.output = instance.folder / "uvicorn.log"

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(self.port)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, "--log-level", "warning"],
                cwd=BASE,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_until(self.answers, 40, self.output.read_text)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(15)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/sign-in/").status_code == 200
        except httpx.TransportError:
            return False

    def seen_by(self, person: Person) -> Person:
        """The same person, with this server for their own."""
        return Person(self, person.username, person.headers["Authorization"].removeprefix("Bearer "))
