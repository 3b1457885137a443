"""Which requests the scope of a token allows, by method and route. A route that no rule names is not for a token of one project."""

from projects.scope import Forbidden, Scope

_READING = ("GET", "HEAD", "OPTIONS")
# POSTs that change nothing: what a ticket opens has the scope of the token, `connect` reads what was said.
_TICKETS = "api/tickets/"
_READING_POSTS = {("POST", _TICKETS), ("POST", "api/ag-ui/connect")}
_OF_THE_ACCOUNT = "account/"  # pages of tokens themselves: whoever holds one must not make others of it
_OF_A_PROJECT = (
    "api/projects/<",
    "api/messages/<",
    "api/ai-sdk/",
    "api/ag-ui/",
    "api/openai/",
    "projects/<",
)  # found through the user: another project is not there
_MAKES_A_PROJECT = "api/projects/<str:project_id>/duplicate/"
_BESIDE_THE_PROJECT = {("GET", "api/projects/"), ("GET", "api/palettes/"), ("POST", _TICKETS)}


def require_scope(scope: Scope, method: str, route: str) -> None:
    """Raises Forbidden."""
    if route.startswith(_OF_THE_ACCOUNT):
        raise Forbidden("This page is for people who have signed in, not for programs.")
    if not scope.may_write and method not in _READING and (method, route) not in _READING_POSTS:
        raise Forbidden("This token may read, and change nothing.")
    if scope.project_id is not None and not _is_of_one_project(method, route):
        raise Forbidden("This token is for one project alone.")


def _is_of_one_project(method: str, route: str) -> bool:
    if route == _MAKES_A_PROJECT:
        return False
    return route.startswith(_OF_A_PROJECT) or (method, route) in _BESIDE_THE_PROJECT
