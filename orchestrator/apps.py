from django.apps import AppConfig
from django.conf import settings


class OrchestratorConfig(AppConfig):
    name = "orchestrator"

    def ready(self) -> None:
        from orchestrator.llm import check_model_setting

        check_model_setting(settings.LLM_MODEL)
