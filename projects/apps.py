from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects import deletion, sign_out

        sign_out.connect()
        deletion.connect()
