from django.apps import AppConfig


class ChatstreamConfig(AppConfig):
    name = "chatstream"

    def ready(self) -> None:
        from chatstream import checks  # noqa: F401 - it registers them
