"""An orderly failover: the server has become a replica, and its connections stay open. They are closed and made anew."""

from typing import Any, ClassVar
from weakref import WeakSet

from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import ReadOnlyError


class FollowsFailover:
    """Stands before a connection class of redis-py; `follow_failover` makes the two one class.

    The address is resolved anew for each connection: a name, a proxy or the Sentinels lead to the new master.
    """

    siblings: ClassVar[WeakSet[Any]]  # the connections of the same pool
    server = b""  # the run id of the server, where the pool asks for it

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.siblings.add(self)

    async def read_response(self, *args: Any, **options: Any) -> Any:
        try:
            return await super().read_response(*args, **options)  # type: ignore[misc]
        except ReadOnlyError:
            self._leave_server()
            raise ConnectionLost("the server has become a replica and takes no writes") from None
        except ConnectionLost as lost:
            if "slave" in str(lost):  # the word of redis-py, which has noticed the same behind Sentinels
                self._leave_server()
            raise

    def _leave_server(self) -> None:
        """Close every connection to this server: whoever waits for an answer there asks again elsewhere."""
        for connection in list(self.siblings):
            if connection.server == self.server and (writer := connection._writer) is not None:
                writer.close()


def follow_failover(pool: Any, base: type[FollowsFailover] = FollowsFailover) -> None:
    """Let the connections that `pool` makes from now on be of `base` too.

    redis-py has five connection classes and chooses one by the address: TCP, TLS, a Unix socket, a Sentinel's master with
    and without TLS. The class that it has chosen is derived from here, once for each pool, which so has its own `siblings`.
    """

    class Connection(base, pool.connection_class):  # type: ignore[misc, valid-type]
        siblings: ClassVar[WeakSet[Any]] = WeakSet()

    pool.connection_class = Connection
