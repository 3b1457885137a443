"""The product's settings, but for the hash of a password: a good one takes a third of a second, and is Django's to test."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
