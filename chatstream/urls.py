"""Mount under `api/`: the HTTP half of the wire."""

from django.urls import path

from chatstream.doors import http

urlpatterns = [
    path("projects/<str:project_id>/events/", http.events),
    path("projects/<str:project_id>/messages/", http.initiate),
    path("projects/<str:project_id>/", http.snapshot),
    path("messages/<str:message_id>/", http.message),
    path("messages/<str:message_id>/stop/", http.stop),
    path("messages/<str:message_id>/retry/", http.retry),
]
