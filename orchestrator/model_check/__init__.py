"""Tries a model out, as `manage.py check-model` shows it: what works, what was learned about it, what to set."""
