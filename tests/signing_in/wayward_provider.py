"""A small real OpenID Connect server of the tests' own. It does all by the book, until a test tells it to go astray."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from services.case_service.http.signing_in.provider import Provider

SECRET = "the client's secret"
CLIENT = "varde-test"


@dataclass
class Asked:
    """What the browser was sent with, and the code it got."""

    query: dict[str, str]
    code: str
    person: str


@dataclass
class WaywardProvider:
    issuer: str
    clock: Callable[[], datetime]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"}))
    asked: dict[str, Asked] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims of the ID token that stand in the place of the right ones; None leaves a claim out."""
    told: dict[str, Any] = field(default_factory=dict)
    """What the address for more about the person answers, beside the subject."""
    sign: Callable[[WaywardProvider, dict[str, Any]], str] | None = None
    doors: dict[str, Any] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Paths that answer 500."""
    client_key: RSAKey | None = None
    """The client's public key, where it signs instead of having a secret."""
    requests: list[str] = field(default_factory=list)

    def configured(self, **given: Any) -> Provider:
        return Provider(
            **{
                "name": "feide",
                "title": "Feide",
                "issuer": self.issuer,
                "client_id": CLIENT,
                "client_secret": SECRET,
                "second_factor_acr": ("two-factors",),
                **given,
            }
        )

    def enter(self, address: str, person: str) -> str:
        """Somebody logs in at the address that the browser was sent to. Returns the address she is sent back to."""
        query = dict(parse_qsl(urlsplit(address).query))
        assert (query["response_type"], query["client_id"], query["code_challenge_method"]) == ("code", CLIENT, "S256")
        code = secrets.token_urlsafe(16)
        self.asked[code] = Asked(query, code, person)
        return f"{query['redirect_uri']}?code={code}&state={query['state']}"

    def id_token(self, asked: Asked) -> str:
        now = int(self.clock().timestamp())
        right = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": asked.person,
            "nonce": asked.query["nonce"],
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
        }
        claims = {name: value for name, value in {**right, **self.claims}.items() if value is not None}
        return self.sign(self, claims) if self.sign else jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def answer(self, method: str, path: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.requests.append(f"{method} {path}")
        if path in self.broken:
            return 500, {}
        match path:
            case "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/jwks",
                    "userinfo_endpoint": f"{self.issuer}/userinfo",
                    "end_session_endpoint": f"{self.issuer}/end",
                    **self.doors,
                }
            case "/jwks":
                return 200, KeySet([self.key]).as_dict(private=False)
            case "/token":
                return self._tokens(form, headers)
            case "/userinfo":
                person = headers.get("authorization", "").removeprefix("Bearer access of ")
                return 200, {"sub": person, **self.told}
            case _:
                return 404, {}

    def _tokens(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.asked.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.client_key is not None:
            assertion = jwt.decode(form["client_assertion"], self.client_key, algorithms=["RS256"]).claims
            known = (assertion["iss"], assertion["sub"], assertion["aud"]) == (CLIENT, CLIENT, f"{self.issuer}/token")
        else:
            known = headers.get("authorization") == f"Basic {basic}"
        if not known:
            return 401, {"error": "invalid_client"}
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if asked is None or challenge != asked.query["code_challenge"] or form["redirect_uri"] != asked.query["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": f"access of {asked.person}", "token_type": "Bearer", "id_token": self.id_token(asked)}


@contextmanager
def running(clock: Callable[[], datetime]) -> Iterator[WaywardProvider]:
    """The server, on a free port."""
    told: dict[str, WaywardProvider] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, found = told["provider"].answer(self.command, urlsplit(self.path).path, form, headers)
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the tests look at what Varde logs."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        told["provider"] = WaywardProvider(issuer=f"http://127.0.0.1:{listening.server_port}", clock=clock)
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield told["provider"]
        finally:
            listening.shutdown()
            thread.join()


def unsigned(_: WaywardProvider, claims: dict[str, Any]) -> str:
    """``alg: none``, as an attacker would write it."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def signed_with_the_secret(_: WaywardProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET.ljust(32, ".")))


def signed_with_the_public_key(provider: WaywardProvider, claims: dict[str, Any]) -> str:
    """The well-known confusion: the provider's public key taken for a shared secret."""
    header, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "HS256", "kid": "one"}, claims)
    )
    mac = hmac.digest(provider.key.as_pem(private=False), f"{header}.{body}".encode(), "sha256")
    return f"{header}.{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def signed_by_somebody_else(_: WaywardProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048))
