"""Accounts: signing up, in, and what a person sets for themselves. django-allauth does it; this room tells it how."""
