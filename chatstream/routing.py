"""The WebSocket half of the wire, for the URLRouter of an asgi.py."""

from django.urls import path

from chatstream.consumer import ChatConsumer

websocket_urlpatterns = [path("ws/projects/<str:project_id>/", ChatConsumer.as_asgi())]
