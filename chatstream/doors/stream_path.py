"""The path of a stream in addresses: the setting URL_PREFIX, then its name."""

from chatstream.conf import setting

# The name stands in addresses and in Redis keys, where { and } have a meaning.
STREAM_PATH = rf"{setting('URL_PREFIX')}/(?P<stream>[\w.~-]{{1,100}})/"
