"""A release that does not exist yet: this one, and a migration more."""
