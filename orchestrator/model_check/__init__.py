"""Tries a model out, as `manage.py check-model` shows it: what works, which options its refusals changed, what to set."""
