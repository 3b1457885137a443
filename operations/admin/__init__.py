"""What the admin adds for operators: runs by state, the page of a run, the strip over the index, interventions."""

from operations.admin.people_admin import OperatedAccountAdmin, OperatedProjectAdmin
from operations.admin.run_admin import RunAdmin

__all__ = ["OperatedAccountAdmin", "OperatedProjectAdmin", "RunAdmin"]
