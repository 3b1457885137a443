from django.apps import AppConfig
from django.conf import settings


class OrchestratorConfig(AppConfig):
    name = "orchestrator"

    def ready(self) -> None:
        from orchestrator.llm.model_setting import check_model_setting
        from orchestrator.llm.scene_forms import check_scene_form

        check_model_setting(settings.LLM_MODEL)
        for choice in settings.LLM_CHOICES:
            check_model_setting(choice, "LLM_CHOICES")
        if settings.LLM_SCENE_MODEL:
            check_model_setting(settings.LLM_SCENE_MODEL, "LLM_SCENE_MODEL")
        check_scene_form()
        if settings.TOOLS_NEED_APPROVAL:
            from orchestrator.tools.approval import check_names

            check_names()
