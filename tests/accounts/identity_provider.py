"""A small OpenID Connect provider, which speaks like GitHub too: one client, and one person, who is signed in there already."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "chat", "a secret of the client"


class Provider(ThreadingHTTPServer):
    """`person`: the claims about who is signed in there."""

    def __init__(self, **person: Any) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.person = person
        self.codes: dict[str, dict[str, str]] = {}  # what each code was asked for with

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: Any) -> None:
        """Nothing: the output of tests is read."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/.well-known/openid-configuration":
            at = self.server.issuer
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self.send(
                {"issuer": at, "jwks_uri": f"{at}/keys", **{f"{k}_endpoint": f"{at}/{v}" for k, v in ends.items()}}
            )
        elif address.path in ("/authorize", "/login/oauth/authorize"):
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            code = secrets.token_urlsafe()
            self.server.codes[code] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        elif address.path == "/userinfo" and self.headers["Authorization"] == "Bearer the access token":
            self.send(self.server.person)
        elif address.path == "/api/v3/user" and self.headers["Authorization"] == "token the access token":
            self.send({"id": 42, "login": self.server.person["preferred_username"]})
        elif address.path == "/api/v3/user/emails":
            self.send([{"email": self.server.person["email"], "primary": True, "verified": True}])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = {name: values[0] for name, values in form.items()}
        asked = self.server.codes.pop(given["code"])  # once
        proof = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).decode().rstrip("=")
        assert (given["client_id"], given["client_secret"]) == (CLIENT, SECRET)
        assert (asked["code_challenge"], asked["redirect_uri"]) == (proof, given["redirect_uri"])
        claims = {**self.server.person, "iss": self.server.issuer, "aud": CLIENT, "exp": time.time() + 60}
        token = jwt.encode(claims, "x" * 32, algorithm="HS256")
        self.send({"access_token": "the access token", "token_type": "Bearer", "id_token": token})

    def send(self, answer: Any) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def identity_provider(**person: Any) -> Iterator[Provider]:
    with Provider(**person) as provider:
        thread = threading.Thread(target=provider.serve_forever)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()
