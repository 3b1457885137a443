"""Daphne ends a socket that breaks a rule by dropping the line; a close code tells its client not to come back with the same."""

import sys


def send_close_codes() -> None:
    """Have Daphne, if it is what runs us, close in order: with 1009 for a message over its limit, 1002 or 1007 for a broken one."""
    protocol = sys.modules.get("daphne.ws_protocol")
    if protocol is not None:
        protocol.WebSocketProtocol.failByDrop = False  # an option of autobahn's that Daphne has no name for
