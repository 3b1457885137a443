"""Calls of Lua scripts on a cluster: those of the same moment share a round trip to each node."""

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis

from chatstream.log.cluster.client import ClusterClient
from chatstream.log.script_batcher import Script, ScriptBatcher


class ClusterScripts:
    """As a ScriptBatcher, with one for each node."""

    def __init__(self, client: ClusterClient) -> None:
        self._client = client
        self._batchers: dict[Redis, ScriptBatcher] = {}

    async def call(self, script: Script, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """Raises RedisError."""
        return await self._client.at_node_of(keys[0], lambda node: self._batcher(node).call(script, keys, args))

    def _batcher(self, node: Redis) -> ScriptBatcher:
        if node not in self._batchers:
            self._batchers[node] = ScriptBatcher(node)
        return self._batchers[node]
