from django.apps import AppConfig


class ChatstreamConfig(AppConfig):
    name = "chatstream"
