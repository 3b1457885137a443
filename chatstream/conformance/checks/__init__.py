"""The checks. Importing them lists them, in this order."""

from chatstream.conformance.checks import (  # noqa: I001
    handshake as handshake,
    following as following,
    resuming as resuming,
    event_source as event_source,
    requests as requests,
    frames as frames,
    ends as ends,
)
