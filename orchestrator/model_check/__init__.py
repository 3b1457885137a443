"""Try a model out for `manage.py check-model`: what works, what was learned about it, what to set."""
