"""For mypy: the product's settings, and the ready rows of chatstream, which the product does not use."""

from config.settings import *  # noqa: F403

INSTALLED_APPS += ["chatstream.chat"]  # noqa: F405
