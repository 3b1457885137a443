"""Mount under `api/`: the HTTP half of the wire."""

from django.urls import path, re_path

from chatstream.access import tickets
from chatstream.doors import http
from chatstream.doors.stream_path import STREAM_PATH

urlpatterns = [
    re_path(f"^{STREAM_PATH}events/$", http.events),
    re_path(f"^{STREAM_PATH}messages/$", http.initiate),
    re_path(f"^{STREAM_PATH}$", http.snapshot),
    path("messages/<str:message_id>/", http.message),
    path("messages/<str:message_id>/stop/", http.stop),
    path("messages/<str:message_id>/retry/", http.retry),
    path("messages/<str:message_id>/approvals/<str:tool_call_id>/", http.decide),
    path("messages/<str:message_id>/steer/", http.steer),
    path("tickets/", tickets.ticket),
]
