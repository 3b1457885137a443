from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from chatstream.access import sign_out
        from projects.removal import announcement

        sign_out.connect()
        announcement.connect()
