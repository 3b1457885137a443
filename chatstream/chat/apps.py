from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chatstream.chat"
    label = "chatstream_chat"
    verbose_name = "Chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chatstream.access import sign_out

        sign_out.connect()
