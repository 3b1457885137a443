"""The Valkey of a run: one, or a cluster of six nodes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import override_settings

from chaos.actor import end_all
from chaos.valkey_cluster import ValkeyCluster
from chatstream.testing.fault_proxy import FaultProxy
from instance.child import Child
from instance.valkey import make_valkey


@dataclass
class OneValkey:
    """`address`: that of the line, for web servers and workers."""

    child: Child
    line: FaultProxy
    address: str

    def __str__(self) -> str:
        return "Valkey"


@asynccontextmanager
async def one_valkey() -> AsyncIterator[OneValkey]:
    child = make_valkey(settings.VAR_DIR / "valkey")
    child.start()
    try:
        line = FaultProxy(lambda: asyncio.open_unix_connection(str(settings.VALKEY_SOCKET)))
        path = f"{settings.VALKEY_SOCKET}.line"
        async with line.listening(path):
            yield OneValkey(child, line, f"unix://{path}")
    finally:
        end_all([child])


@asynccontextmanager
async def cluster_of_valkeys(folder: Path) -> AsyncIterator[ValkeyCluster]:
    """This process uses it as well. Raises TimeoutError."""
    cluster = ValkeyCluster(folder)  # blocks: nothing else goes on yet
    try:
        with override_settings(CHATSTREAM={**settings.CHATSTREAM, "REDIS_URL": cluster.address}):
            yield cluster
    finally:
        cluster.end()
