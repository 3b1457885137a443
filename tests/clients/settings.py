"""The example project with what `startproject` gives: a POST with a cookie needs a CSRF token."""

from examples.llm_chat.settings import *  # noqa: F403
from examples.llm_chat.settings import MIDDLEWARE as GIVEN

MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware", *GIVEN]
