import os

from examples.llm_chat.settings import *  # noqa: F403

TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [os.path.dirname(__file__)]}]
