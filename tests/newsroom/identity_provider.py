"""A real OpenID provider in a process of its own: `python identity_provider.py PORT`.

It is `oidc-provider-mock` (Authlib). What lies is added round it: `PUT /lies` with a list of names
has it answer falsely until the next one.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from oidc_provider_mock import app
from werkzeug.serving import run_simple

Answer = Iterable[bytes]
FOREIGN = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = "the client's secret, which its owner knows"


def signed_anew(token: str, key: Any, algorithm: str, **changes: Any) -> str:
    """The same token, changed, and signed by a key of the caller's."""
    claims = {**jwt.decode(token, options={"verify_signature": False}), **changes}
    headers = {k: v for k, v in jwt.get_unverified_header(token).items() if k == "kid"}
    return jwt.encode(claims, key, algorithm=algorithm, headers=headers)


def altered(token: str) -> str:
    """The same signature under other words."""
    head, _, signature = token.split(".")
    body = signed_anew(token, FOREIGN, "RS256", email="chief@desk.example").split(".")[1]
    return f"{head}.{body}.{signature}"


LIES: dict[str, Callable[[str], str]] = {
    "altered": altered,
    "foreign key": lambda token: signed_anew(token, FOREIGN, "RS256"),
    "client secret": lambda token: signed_anew(token, SECRET, "HS256"),
    "unsigned": lambda token: signed_anew(token, None, "none"),
    "nothing": lambda token: "",
    "no token": lambda token: "x.y.z",
}


class Liar:
    """The provider, and what it is told to lie about."""

    def __init__(self) -> None:
        self.inner: Any = app()
        self.inner.debug = False
        self.lie = ""
        # The last true token, to be shown a second time.
        self.before = self.last = ""

    def __call__(self, environ: dict[str, Any], start: Any) -> Answer:
        path = environ["PATH_INFO"]
        if path == "/lies":
            length = int(environ.get("CONTENT_LENGTH") or 0)
            self.lie = environ["wsgi.input"].read(length).decode()
            start("204 No Content", [])
            return []
        if self.lie == "drips" and path.endswith("openid-configuration"):
            start("200 OK", [("Content-Type", "application/json"), ("Content-Length", "1000")])
            return dripping()
        if self.lie == "flood" and path.endswith("openid-configuration"):
            return said(start, {"issuer": "x" * 600_000})
        if self.lie == "no type" and path == "/oauth2/token":
            start("200 OK", [])
            return [b"{}"]
        if self.lie == "no description" and path.endswith("openid-configuration"):
            return said(start, [])
        if self.lie == "another person" and path == "/userinfo":
            return said(start, {"sub": "somebody-else", "email": "chief@desk.example"})
        if path != "/oauth2/token":
            return self.inner(environ, start)  # type: ignore[no-any-return]
        return self.token(environ, start)

    def token(self, environ: dict[str, Any], start: Any) -> Answer:
        kept: list[str] = []

        def keep(
            status: str, headers: list[tuple[str, str]], _: Any = None
        ) -> Callable[[bytes], Any]:
            kept.append(status)
            return lambda piece: None

        body = json.loads(b"".join(self.inner(environ, keep)))
        if kept != ["200 OK"]:
            return said(start, body, kept[0])
        self.before, self.last = self.last, body["id_token"]
        if self.lie == "an earlier token":
            body["id_token"] = self.before
        elif self.lie in LIES:
            body["id_token"] = LIES[self.lie](body["id_token"])
        return said(start, body)


def said(start: Any, body: Any, status: str = "200 OK") -> Answer:
    start(status, [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]


def dripping() -> Answer:
    for _ in range(1000):
        yield b" "
        time.sleep(0.2)


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    run_simple("127.0.0.1", int(sys.argv[1]), Liar(), threaded=True)
