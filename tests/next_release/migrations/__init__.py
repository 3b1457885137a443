"""All migrations of `projects`, and those beside this file."""

import projects.migrations

__path__ = [*__path__, *projects.migrations.__path__]
