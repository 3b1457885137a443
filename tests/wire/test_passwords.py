"""Passwords cannot be tried at full speed, by how many processes and addresses ever."""

import re

import httpx
import pytest

from tests.instance import NO_CERTIFICATES, Instance
from tests.wire.web_server import WebServer


@pytest.fixture(scope="module")
def server(instance: Instance):
    with WebServer(instance, LIMIT_TRIES_PER_NAME="3", LIMIT_TRIES_PER_ADDRESS="4", TRUSTED_PROXIES="1") as running:
        yield running


def sign_in(server: WebServer, name: str, password: str, address: str) -> httpx.Response:
    headers = {"X-Forwarded-For": f"6.6.6.6, {address}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=40, verify=NO_CERTIFICATES) as client:
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/sign-in/").text)[0]
        return client.post("/sign-in/", data={"csrfmiddlewaretoken": token, "login": name, "password": password})


def make_admin(instance: Instance, name: str) -> None:
    instance.shell(
        "from django.contrib.auth.models import User\n"
        f"User.objects.create_superuser({name!r}, password='the right one')\nanswer = 1"
    )


def test_a_name_is_tried_so_often_from_wherever(instance: Instance, server: WebServer) -> None:
    name = "victim"
    make_admin(instance, name)
    for number in range(2):  # the right password is not counted
        assert sign_in(server, name, "the right one", f"10.1.0.{number}").status_code == 302
    for number in range(3):
        assert sign_in(server, name, "wrong", f"10.0.0.{number}").status_code == 200
    refused = sign_in(server, name, "the right one", "10.0.0.9")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 300
    assert "a lot of tries" in refused.text


def test_an_address_tries_so_many_names(server: WebServer) -> None:
    for number in range(4):
        assert sign_in(server, f"name {number}", "wrong", "10.9.9.9").status_code == 200
    assert sign_in(server, "another", "wrong", "10.9.9.9").status_code == 429
    assert sign_in(server, "another", "wrong", "10.9.9.10").status_code == 200


def test_the_admin_has_no_form_of_its_own(server: WebServer) -> None:
    with httpx.Client(base_url=server.url, verify=NO_CERTIFICATES) as client:
        answer = client.post("/admin/login/?next=/admin/", data={"username": "victim", "password": "the right one"})
        assert answer.status_code == 403  # without a token that no page of the admin has
        answer = client.get("/admin/login/?next=/admin/auth/")
        assert answer.headers["Location"] == "/sign-in/?next=/admin/auth/"
