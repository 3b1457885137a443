"""Where a stream stands in addresses: CHATSTREAM_URL_PREFIX, "streams" if it is not set, and its name."""

from django.conf import settings

# A part of an address and of a key of Redis, in which { and } have a meaning.
STREAM_PATH = rf"{getattr(settings, 'CHATSTREAM_URL_PREFIX', 'streams')}/(?P<stream>[\w.~-]{{1,100}})/"
