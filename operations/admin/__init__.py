"""What the admin adds for operators: runs by state, the page of a run, the strip over the index."""

from operations.admin.run_admin import RunAdmin

__all__ = ["RunAdmin"]
