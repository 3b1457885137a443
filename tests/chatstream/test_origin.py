"""Pages of this very origin: at a site that is served over https, a page that came over http is none of them."""

from typing import Any

import pytest
from asgiref.compatibility import is_double_callable
from channels.routing import URLRouter

from chatstream.doors.origin import OriginCheck, _is_allowed

HOST = "chat.example.org"


@pytest.fixture(autouse=True)
def served(settings: Any) -> Any:
    settings.ALLOWED_HOSTS = [HOST]
    return settings


def may(origin: str, scheme: str = "ws", ticket: bool = False, **headers: str) -> bool:
    sent = {"host": HOST, "origin": origin} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {"scheme": scheme} | ({"ticket": "x"} if ticket else {})
    return _is_allowed({**scope, "headers": [(name.encode(), value.encode()) for name, value in sent.items()]})


def test_a_site_over_http_welcomes_its_own_pages() -> None:
    assert may(f"http://{HOST}")
    assert not may(f"https://{HOST}")


def test_a_site_that_sends_everybody_to_https_has_no_page_over_http(served: Any) -> None:
    served.SECURE_SSL_REDIRECT = True
    assert may(f"https://{HOST}")
    assert may(f"https://{HOST}:443")
    assert not may(f"http://{HOST}")


def test_a_server_that_ends_tls_itself_has_none_either() -> None:
    assert may(f"https://{HOST}", scheme="wss")
    assert not may(f"http://{HOST}", scheme="wss")


def test_what_a_trusted_proxy_says_of_the_scheme_counts_and_what_others_say_does_not(served: Any) -> None:
    assert may(f"http://{HOST}", x_forwarded_proto="https"), "nobody is trusted to say so"
    served.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for forwarded in ("https", "https, http"):
        assert may(f"https://{HOST}", x_forwarded_proto=forwarded)
        assert not may(f"http://{HOST}", x_forwarded_proto=forwarded)
    assert may(f"http://{HOST}", x_forwarded_proto="http")


def test_another_domain_that_may_use_the_api_opens_sockets_with_a_ticket_alone(served: Any) -> None:
    served.CORS_ALLOWED_ORIGINS = ["https://shop.example.org"]
    assert may("https://shop.example.org", ticket=True)
    assert not may("https://shop.example.org")
    assert not may("http://shop.example.org", ticket=True)
    assert not may("https://evil.example", ticket=True)
    assert not may("", ticket=True, authorization="Bearer x"), "a ticket is for pages, and pages have an origin"
    assert may(f"http://{HOST}", ticket=True)


def test_a_new_project_that_names_no_host_is_served_on_this_machine_while_it_debugs(served: Any) -> None:
    served.ALLOWED_HOSTS = []
    local = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}
    assert not may(local["origin"], host=local["host"])
    served.DEBUG = True
    assert may(local["origin"], host=local["host"])
    assert not may(f"http://{HOST}")


def test_a_server_may_have_it_as_its_whole_application() -> None:
    assert not is_double_callable(OriginCheck(URLRouter([])))
