"""One connection of the log: it knows the run id of its server, and loses neither a cancellation nor half a command."""

import asyncio
import builtins
import re
from typing import Any

from redis.connection import HiredisRespSerializer
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import TimeoutError

from chatstream.log.failover import FollowsFailover
from chatstream.log.redis_address import NODE


class LogConnection(FollowsFailover):
    """Commands are packed by hiredis, as redis-py's blocking connections do; its asyncio ones do it in Python.

    redis-py sends each command through `asyncio.wait_for`: on Python 3.11 that is a task for each, and it can lose a
    cancellation. A task that was cancelled would go on for ever, and whoever waits for its end with it.
    """

    _serializer = HiredisRespSerializer()

    async def on_connect_check_health(self, check_health: bool = True) -> None:
        """Also ask for the run id: another process at this address has another one, and may have lost a log's newest entries."""
        await super().on_connect_check_health(check_health)  # type: ignore[misc]
        await self.send_command("INFO", "server", check_health=False)  # type: ignore[attr-defined]
        self._read_info(await self.read_response())

    def _read_info(self, info: bytes) -> None:
        self.server = re.findall(rb"run_id:(\w+)", info)[0]

    def pack_command(self, *args: Any) -> list[bytes]:
        return list(self._serializer.pack(*args))

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        connection: Any = self
        if not connection.is_connected:
            await connection.connect_check_health(check_health=False)
        try:
            async with asyncio.timeout(connection.socket_timeout):
                connection._writer.write(command if isinstance(command, bytes) else b"".join(command))
                await connection._writer.drain()
        except BaseException as problem:  # part of the command may be sent: nothing can follow it
            await connection.disconnect(nowait=True)
            if isinstance(problem, builtins.TimeoutError):
                raise TimeoutError("A command could not be written in time.") from None
            if isinstance(problem, OSError):
                raise ConnectionLost(f"A command could not be written: {problem}") from problem
            raise


class SingleServerConnection(LogConnection):
    """One to a server that has all keys. A node of a cluster has a part of them."""

    def _read_info(self, info: bytes) -> None:
        if re.search(rb"^(redis|server)_mode:cluster", info, re.M):
            raise ConnectionLost(NODE)
        super()._read_info(info)
