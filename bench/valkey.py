"""One Valkey for everybody, on TCP (Node and Django alike), with the options of the embedded one."""

from typing import Any

import redis

from bench.bench_run import BenchRun
from instance.ports import HOST, find_free_port
from instance.process import wait_until
from instance.valkey import START_SECONDS, answers, valkey_command


class Valkey:
    def __init__(self, run: BenchRun) -> None:
        port = find_free_port()
        folder = run.folder / "valkey"
        folder.mkdir()
        command = valkey_command(folder, {"port": str(port), "bind": HOST})
        self.process = run.start("valkey", command)
        self.url = f"redis://{HOST}:{port}/0"
        self.client: Any = redis.Redis.from_url(self.url)
        wait_until(lambda: answers(self.client), START_SECONDS, run.log("valkey").read_text)

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
