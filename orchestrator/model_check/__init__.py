"""Try a model out for `manage.py check-model`: what works, what was adjusted to it, what to set."""
