"""An acknowledgement is read in a short way, and as it would be in the long one."""

import pytest

from chatstream.wire.errors import RequestRefused
from chatstream.wire.parsing import parse_frame


def test_it_is_the_same_frame_however_it_is_written() -> None:
    written = '{"type":"ack","last_event_id":"1763850000123-41"}'
    assert parse_frame(written) == parse_frame(written.replace(":", ": "))


def test_a_position_that_is_too_long_is_refused() -> None:
    with pytest.raises(RequestRefused):
        parse_frame('{"type":"ack","last_event_id":"%s"}' % ("1" * 65))
