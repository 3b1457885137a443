"""Deleting projects and accounts for good."""
