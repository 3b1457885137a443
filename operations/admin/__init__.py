"""What the admin adds for operators: runs by state, the page of a run, interventions, access tokens, the strip over the index."""

from operations.admin import people_admin
from operations.admin.ledger_admin import RevisionAdmin, SessionAdmin, StepAdmin
from operations.admin.run_admin import RunAdmin
from operations.admin.token_admin import AccessTokenAdmin

__all__ = ["AccessTokenAdmin", "RevisionAdmin", "RunAdmin", "SessionAdmin", "StepAdmin", "people_admin"]
