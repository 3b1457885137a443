import os

from examples.llm_chat.settings import *  # noqa: F403
from examples.llm_chat.settings import MIDDLEWARE as GIVEN

MIDDLEWARE = [
    *GIVEN,
    "examples.django_ninja.keys.key_credential",
    "chatstream.access.ticket_middleware.ticket_credential",
]
ROOT_URLCONF = "examples.django_ninja.urls"
CORS_ALLOWED_ORIGINS = os.environ.get("CORS_ALLOWED_ORIGINS", "").split()
