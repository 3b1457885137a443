"""How each provider words its no: dialect, status, body; by the code of our error."""

from . import accounts, models, requests, servers

REFUSALS = accounts.REFUSALS | models.REFUSALS | requests.REFUSALS | servers.REFUSALS
