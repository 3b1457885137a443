"""The path of a stream in addresses: CHATSTREAM_URL_PREFIX ("streams" if it is not set), then its name."""

from django.conf import settings

# The name stands in addresses and in Redis keys, where { and } have a meaning.
STREAM_PATH = rf"{getattr(settings, 'CHATSTREAM_URL_PREFIX', 'streams')}/(?P<stream>[\w.~-]{{1,100}})/"
