"""A cluster of Valkeys on this machine: three masters, each with a replica, whose nodes are lost and come back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import redis
from redis.crc import key_slot

from instance.child import Child
from instance.ports import HOST, find_free_port
from instance.process import wait_until
from instance.valkey import answers, valkey_command

MASTERS = 3
SLOTS = 16_384
NODE_TIMEOUT_MS = 700  # after which a node counts as lost
START_SECONDS = 30.0


class Node:
    """One of its servers. `client` reaches it alone."""

    def __init__(self, folder: Path, others: Mapping[str, str]) -> None:
        folder.mkdir(parents=True)
        self.port, self.bus_port = find_free_port(), find_free_port()
        options = {
            "bind": HOST,
            "port": str(self.port),
            "logfile": str(folder / "valkey.log"),
            "repl-diskless-sync-delay": "0",
            "cluster-enabled": "yes",
            "cluster-port": str(self.bus_port),
            "cluster-node-timeout": str(NODE_TIMEOUT_MS),
            **others,
        }
        self.child = Child(f"Valkey at {self.port}", valkey_command(folder, options))
        self.client: Any = redis.Redis(HOST, self.port, socket_timeout=5)
        self.child.start()

    def kill(self) -> None:
        """kill -9."""
        assert self.child.process is not None
        self.child.process.kill()
        self.child.process.wait()

    @property
    def id(self) -> str:
        name: str = self.client.cluster("MYID").decode()
        return name

    def follows(self, master: "Node") -> bool:
        info = self.client.info("replication")
        return bool(info["role"] == "slave" and info["master_port"] == master.port)

    @property
    def is_well(self) -> bool:
        """Whether it answers, and sees a whole cluster."""
        return answers(self.client) and bool(self.client.cluster("INFO")["cluster_state"] == "ok")

    @property
    def is_synced(self) -> bool:
        """As a master with a replica, or as a replica."""
        info = self.client.info("replication")
        return bool(info.get("master_link_status") == "up" or info["connected_slaves"])


class ValkeyCluster:
    """It runs when it is made; `end` afterwards. Its methods block, and raise TimeoutError. `options`: of each node."""

    def __init__(self, folder: Path, options: Mapping[str, str] | None = None) -> None:
        self.nodes = [Node(folder / str(number), options or {}) for number in range(2 * MASTERS)]
        wait_until(lambda: all(answers(node.client) for node in self.nodes), START_SECONDS)
        first, *others = self.nodes
        for node in others:
            node.client.cluster("MEET", HOST, first.port, first.bus_port)
        wait_until(
            lambda: all(len(node.client.cluster("NODES")) == len(self.nodes) for node in self.nodes), START_SECONDS
        )
        masters, replicas = self.nodes[:MASTERS], self.nodes[MASTERS:]
        for number, (master, replica) in enumerate(zip(masters, replicas, strict=True)):
            end = SLOTS * (number + 1) // MASTERS - 1
            master.client.cluster("ADDSLOTSRANGE", SLOTS * number // MASTERS, end)
            replica.client.cluster("REPLICATE", master.id)
        self.wait_until_well()

    def __str__(self) -> str:
        return f"{len(self.nodes)} Valkeys, which are a cluster,"

    @property
    def address(self) -> str:
        """At the first place is nobody."""
        ports = [find_free_port(), *(node.port for node in self.nodes)]
        return "redis+cluster://" + ",".join(f"{HOST}:{port}" for port in ports)

    @property
    def _running(self) -> list[Node]:
        return [node for node in self.nodes if node.child.running]

    def ranges(self) -> list[tuple[int, int, Node]]:
        """The first slot, the last one, and the master that has them."""
        return [
            (first, last, next(node for node in self.nodes if node.port == master[1]))
            for first, last, master, *_ in self._running[0].client.execute_command("CLUSTER SLOTS")
        ]

    def owner(self, key: str) -> Node:
        """The master that has the key."""
        slot = key_slot(key.encode())
        return next(node for first, last, node in self.ranges() if first <= slot <= last)

    def masters(self) -> list[Node]:
        return [node for node in self._running if node.client.info("replication")["role"] == "master"]

    def lose(self, node: Node) -> None:
        """kill -9; returns when its replica has taken over.

        Whoever starts its child again does so in the thread of the loop: a child ends with the thread that has started it.
        """
        node.kill()
        wait_until(lambda: len(self.masters()) == MASTERS and self._is_well(), START_SECONDS)

    def fail_over(self, master: Node) -> None:
        """The orderly one: its replica has all that it has, and takes over."""
        replica = next(node for node in self._running if node.follows(master))
        replica.client.cluster("FAILOVER")
        wait_until(lambda: replica in self.masters() and master not in self.masters(), START_SECONDS)
        self.wait_until_well()

    def move(self, first: int, last: int, source: Node, target: Node) -> None:
        """These slots, with all that is in them."""
        source.client.execute_command("CLUSTER MIGRATESLOTS", "SLOTSRANGE", first, last, "NODE", target.id)
        wait_until(
            lambda: any(begin <= first and last <= end and node is target for begin, end, node in self.ranges()),
            START_SECONDS,
        )

    def wait_until_well(self) -> None:
        """All nodes see a whole cluster, and each master has its replica."""
        wait_until(lambda: self._is_well() and all(node.is_synced for node in self.nodes), START_SECONDS)

    def _is_well(self) -> bool:
        return all(node.is_well for node in self._running)

    def end(self) -> None:
        for node in self.nodes:
            node.client.close()
            if node.child.running:
                node.kill()
