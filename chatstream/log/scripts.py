"""Where a Lua script is called: at the one server, or at the node of a cluster that has its keys."""

from collections.abc import Sequence
from typing import Any

from chatstream.log.cluster.client import ClusterClient
from chatstream.log.cluster.scripts import ClusterScripts
from chatstream.log.connection import clients, get_client
from chatstream.log.script_batcher import Script, ScriptBatcher
from chatstream.loop_local import LoopLocal


def _make_scripts() -> ScriptBatcher | ClusterScripts:
    client = get_client()
    return ClusterScripts(client) if isinstance(client, ClusterClient) else ScriptBatcher(client)


_scripts = LoopLocal(_make_scripts, within=clients)


async def call_script(script: Script, keys: Sequence[str], args: Sequence[Any]) -> Any:
    """Over the connection that all scripts of the running loop share, one for each node. Raises RedisError.

    `keys` share a hash tag.
    """
    return await _scripts.get().call(script, keys, args)
