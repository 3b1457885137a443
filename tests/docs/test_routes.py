"""The addresses that pages name are those that the server has."""

import re
from uuid import UUID

from django.urls import Resolver404, URLPattern, get_resolver, resolve

from tests.docs.pages import LIVING

METHOD_AND_PATH = re.compile(
    r"(?:(?:GET|POST|PUT|PATCH|DELETE)`?,? )+`?((?:/api|…)/[^\s`]*(?: [^\s`/]+>[^\s`]*)*)|`(…/[\w-]+/)`"
)


def named() -> set[str]:
    """The paths that pages name, with an id in place of each <placeholder>."""
    found = [path or more for page in LIVING for path, more in METHOD_AND_PATH.findall(page.read_text())]
    paths = {path.split("?")[0].replace("…", "/api/projects/<id>", 1) for path in found}
    return {re.sub(r"<[^>]+>", "1", re.sub(r"<[^>]*id>", str(UUID(int=0)), path)) for path in paths}


def there() -> set[str]:
    """The routes of the API."""
    patterns = [(p, "") for p in get_resolver().url_patterns]
    routes = set()
    while patterns:
        pattern, before = patterns.pop()
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            routes.add(route)
        else:
            patterns += [(p, route) for p in pattern.url_patterns]
    return {route for route in routes if route.startswith("api/")}


def route_of(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return f"no route of {path}"


def test_pages_name_every_route_of_the_api_and_no_other() -> None:
    assert {route_of(path) for path in named()} == there()
