"""The WebSocket half of the wire, for the URLRouter of an asgi.py."""

from typing import Any, cast

from django.urls import re_path

from chatstream.doors.consumer import ChatConsumer
from chatstream.doors.stream_path import STREAM_PATH
from chatstream.doors.unknown_path import close_unknown_path

websocket_urlpatterns = [re_path(f"^ws/{STREAM_PATH}$", ChatConsumer.as_asgi())]

# The last route. Django's types know views alone, Channels routes to ASGI applications.
unknown_path = re_path("", cast("Any", close_unknown_path))
