"""A cluster of Valkeys on this machine: three masters, each with a replica, whose nodes are lost and come back."""

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

    def __init__(self, folder: Path) -> None:
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
        }
        self.child = Child(f"Valkey at {self.port}", valkey_command(folder, options))
        self.client: Any = redis.Redis(HOST, self.port, socket_timeout=5)
        self.start()

    def start(self) -> None:
        """Raises TimeoutError."""
        self.child.start()
        wait_until(lambda: answers(self.client), START_SECONDS)

    def kill(self) -> None:
        """kill -9."""
        assert self.child.process is not None
        self.child.process.kill()
        self.child.process.wait()

    @property
    def is_well(self) -> bool:
        """Whether it sees a whole cluster."""
        return bool(self.client.cluster("INFO")["cluster_state"] == "ok")

    @property
    def is_synced(self) -> bool:
        """As a master with a replica, or as a replica."""
        info = self.client.info("replication")
        return bool(info.get("master_link_status") == "up" or info["connected_slaves"])


class ValkeyCluster:
    """It runs when it is made. `end` afterwards. All of its methods block, and raise TimeoutError."""

    def __init__(self, folder: Path) -> None:
        self.nodes = [Node(folder / str(number)) for number in range(2 * MASTERS)]
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
            replica.client.cluster("REPLICATE", master.client.cluster("MYID").decode())
        self.wait_until_well()

    @property
    def address(self) -> str:
        """At the first place is nobody."""
        ports = [find_free_port(), *(node.port for node in self.nodes)]
        return "redis+cluster://" + ",".join(f"{HOST}:{port}" for port in ports)

    def owner(self, key: str) -> Node:
        """The master that has the key, as the others know it."""
        running = next(node for node in self.nodes if node.child.running)
        slot = key_slot(key.encode())
        for first, last, master, *_ in running.client.execute_command("CLUSTER SLOTS"):
            if first <= slot <= last:
                return next(node for node in self.nodes if node.port == master[1])
        raise LookupError(f"nobody has slot {slot}")

    def masters(self) -> list[Node]:
        return [
            node for node in self.nodes if node.child.running and node.client.info("replication")["role"] == "master"
        ]

    def lose(self, node: Node) -> None:
        """Kill it; returns when its replica has taken over."""
        node.kill()
        rest = [each for each in self.nodes if each.child.running]
        wait_until(lambda: not any(each.is_well for each in rest) or len(self.masters()) == MASTERS, START_SECONDS)
        wait_until(lambda: len(self.masters()) == MASTERS and all(each.is_well for each in rest), START_SECONDS)

    def bring_back(self, node: Node) -> None:
        """It becomes a replica of whoever took its place."""
        node.start()
        self.wait_until_well()

    def move(self, key: str, target: Node) -> None:
        """The slot of the key, with all that is in it. It needs Valkey 9."""
        slot, source = key_slot(key.encode()), self.owner(key)
        target_id = target.client.cluster("MYID").decode()
        source.client.execute_command("CLUSTER MIGRATESLOTS", "SLOTSRANGE", slot, slot, "NODE", target_id)
        wait_until(lambda: self.owner(key) is target, START_SECONDS)

    def wait_until_well(self) -> None:
        """All nodes see a whole cluster, and each master has its replica."""
        wait_until(lambda: all(node.is_well and node.is_synced for node in self.nodes), START_SECONDS)

    def end(self) -> None:
        for node in self.nodes:
            node.client.close()
            if node.child.running:
                node.kill()
