"""An orderly failover: the server has become a replica, and its connections stay open. They are dropped and made anew."""

from typing import Any, ClassVar
from weakref import WeakSet

from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import ReadOnlyError


class FollowsFailover:
    """Before a connection class of redis-py. `all`: the connections of its pool, so a class of its own for each pool.

    The address is looked up anew for each connection: a name, a proxy or the Sentinels lead to the new master.
    """

    all: ClassVar[WeakSet[Any]]
    server = b""  # the run id of the server, where the pool asks for it

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.all.add(self)

    async def read_response(self, *args: Any, **options: Any) -> Any:
        try:
            return await super().read_response(*args, **options)  # type: ignore[misc]
        except ReadOnlyError:
            self._leave()
            raise ConnectionLost("the server has become a replica and takes no writes") from None
        except ConnectionLost as lost:
            if "slave" in str(lost):  # the word of redis-py, which has seen the same behind Sentinels
                self._leave()
            raise

    def _leave(self) -> None:
        """End every connection to this server: whoever waits for an answer there asks again elsewhere."""
        for connection in list(self.all):
            if connection.server == self.server and (writer := connection._writer) is not None:
                writer.close()
