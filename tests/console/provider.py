"""A small identity provider of our own: OpenID Connect by the code flow, on the loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from jwt.algorithms import ECAlgorithm

CLIENT = "firstbell"
SECRET = "a secret: of the client & no more"


@dataclass
class SmallProvider:
    """What it says. `claims`: of whoever signs in; `changes`: to what is right, None takes a claim away.

    `alg`, `signs_with`: how a token is signed; `shown`: the key that it publishes; `asks`: whether somebody
    has to press a button; `refuses`: what it answers instead of a code.
    """

    port: int = 0
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "s-100"})
    changes: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    signs_with: Any = None
    alg: str = "ES256"
    refuses: str = ""
    names_itself: bool = True
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Its name."""
        return f"http://127.0.0.1:{self.port}/staff"

    def describe(self) -> dict[str, Any]:
        """The document of discovery."""
        told: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": self.names_itself,
        }
        return told | self.described

    def authorize(self, query: dict[str, str]) -> str:
        """Where a browser is sent back to."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        told = {"state": query["state"]} | ({"iss": self.issuer} if self.names_itself else {})
        if self.refuses:
            return f"{query['redirect_uri']}?{urlencode({**told, 'error': self.refuses})}"
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({**told, 'code': code})}"

    def visit(self, address: str) -> dict[str, str]:
        """What a browser that was sent there comes back with."""
        return dict(parse_qsl(urlsplit(self.authorize(dict(parse_qsl(urlsplit(address).query)))).query))

    def change_code(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code, once; None where anything does not fit."""
        asked = self.codes.pop(form.get("code", ""), None)
        pair = f"{CLIENT}:{SECRET.replace(' ', '%20').replace(':', '%3A').replace('&', '%26')}"
        if authorization != "Basic " + base64.b64encode(pair.encode()).decode() or asked is None:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return None
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        return {
            "token_type": "Bearer",
            "access_token": "opens nothing",
            "id_token": self.make_token(asked["nonce"]),
        }

    def make_token(self, nonce: str) -> str:
        """A token that says who signed in."""
        now_s = int(time.time())
        right = {"iss": self.issuer, "aud": CLIENT, "iat": now_s, "exp": now_s + 300, "nonce": nonce}
        claims = {
            name: held for name, held in (right | self.claims | self.changes).items() if held is not None
        }
        return jwt.encode(claims, self.signs_with or self.key, algorithm=self.alg, headers={"kid": "k1"})

    def list_keys(self) -> dict[str, Any]:
        """Its keys."""
        shown = json.loads(ECAlgorithm.to_jwk(self.key.public_key()))
        return {
            "keys": [
                {**shown, "kid": "k1", "use": "sig", "alg": "ES256"},
                {"kty": "oct", "k": "AA", "kid": "k1"},
            ]
        }


class _ProviderRequest(BaseHTTPRequestHandler):
    provider: SmallProvider

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.provider.asked.append(path)
        if path == "/staff/.well-known/openid-configuration":
            self._send(self.provider.describe())
        elif path == "/staff/keys":
            self._send(self.provider.list_keys())
        elif path == "/staff/authorize":
            self.send_response(303)
            self.send_header(
                "Location", self.provider.authorize({k: v[0] for k, v in parse_qs(query).items()})
            )
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        told = self.provider.change_code(form, self.headers.get("Authorization", ""))
        self._send(told or {"error": "invalid_grant"}, 200 if told else 400)

    def _send(self, told: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing is written."""


@contextmanager
def serve_provider() -> Iterator[SmallProvider]:
    """A provider that answers."""
    provider = SmallProvider()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Request", (_ProviderRequest,), {"provider": provider})
    )
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
