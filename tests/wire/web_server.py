"""Another web server of a running instance."""

import os
import subprocess
from types import TracebackType
from typing import Self

import httpx

from instance.ports import find_free_port
from instance.process import wait_until
from instance.web_servers import DAPHNE, UVICORN, web_command
from tests.child_process import end_child, start_child
from tests.instance import NO_CERTIFICATES, Instance, Person


class WebServer:
    """uvicorn, on the data of the instance. `environment` is added to its own."""

    server = UVICORN
    options: tuple[str, ...] = ()

    def __init__(self, instance: Instance, **environment: str) -> None:
        self.port = find_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, **instance.environment, **environment}
        self.output = instance.folder / f"{self.server}-{self.port}.log"

    def __enter__(self) -> Self:
        with self.output.open("wb") as output:
            self.process = start_child(
                [*web_command(self.server, "127.0.0.1", self.port), *self.options],
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until(self.answers, 40, self.output.read_text)
        except BaseException:
            end_child(self.process)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end_child(self.process)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/sign-in/", verify=NO_CERTIFICATES).status_code == 200
        except httpx.TransportError:
            return False

    def seen_by(self, person: Person) -> Person:
        """The same person, with this server for their own."""
        return Person(self, person.username, person.token)


class Daphne(WebServer):
    """The other one."""

    server = DAPHNE
