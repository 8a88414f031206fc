"""Talks to one login provider: where its doors are, which keys it signs with, and a code turned into claims."""

from __future__ import annotations

import threading
import time
from typing import Any, Final

import msgspec
import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.case_service.http.signing_in.provider import Provider
from services.case_service.http.signing_in.safe_address import is_safe

PATIENCE: Final = 5.0
"""Seconds; somebody stands and waits."""
KEPT_SECONDS: Final = 3600.0
ASKED_AGAIN_SECONDS: Final = 30.0
"""How soon the keys may be asked for again because a token names an unknown one."""


class ProviderError(Exception):
    """The provider did not answer as it should: for the log, never for the page."""


class Doors(msgspec.Struct, frozen=True, kw_only=True):
    """Where the provider answers (OpenID Connect Discovery § 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    authorization_response_iss_parameter_supported: bool = False


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider gave for a code."""

    id_token: str
    access_token: str


class ProviderServer:
    """One provider, as it described itself within the hour."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._lock = threading.Lock()
        self._doors: tuple[float, Doors] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def doors(self) -> Doors:
        """Where the provider answers. Raises ProviderError."""
        with self._lock:
            if self._doors is None or time.monotonic() - self._doors[0] > KEPT_SECONDS:
                self._doors = (time.monotonic(), self._find_doors())
            return self._doors[1]

    def keys(self, *, knowing: str | None) -> KeySet:
        """The keys that the provider signs with, asked for again when a token names an unknown one. Raises ProviderError."""
        address = self.doors().jwks_uri
        with self._lock:
            age = None if self._keys is None else time.monotonic() - self._keys[0]
            unknown = self._keys is not None and knowing is not None and knowing not in _names(self._keys[1])
            if self._keys is None or age is None or age > KEPT_SECONDS or (unknown and age > ASKED_AGAIN_SECONDS):
                try:
                    self._keys = (time.monotonic(), KeySet.import_key_set({"keys": _get(address)["keys"]}))
                except (JoseError, ValueError, TypeError, KeyError):
                    raise ProviderError("its keys cannot be read") from None
            return self._keys[1]

    def authorization_url(self, *, redirect_uri: str, state: str, verifier: str, **asked: str) -> str:
        """Where to send the browser. Raises ProviderError."""
        session = self._session(redirect_uri)
        url, _ = session.create_authorization_url(self.doors().authorization_endpoint, state=state, code_verifier=verifier, **asked)
        return str(url)

    def tokens(self, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
        """What the provider gives for a code. Raises ProviderError."""
        session = self._session(redirect_uri)
        try:
            found = session.fetch_token(
                self.doors().token_endpoint, code=code, code_verifier=verifier, timeout=PATIENCE, allow_redirects=False
            )
            return msgspec.convert(dict(found), Tokens)
        except OAuthError as error:
            raise ProviderError(f"it refused the code: {error.error}") from None
        except (requests.RequestException, msgspec.ValidationError, ValueError):
            raise ProviderError("it gave no tokens for the code") from None
        finally:
            session.close()

    def about_person(self, access_token: str) -> dict[str, Any]:
        """What the provider tells of the person beside the ID token. Raises ProviderError."""
        address = self.doors().userinfo_endpoint
        return {} if address is None else _get(address, {"Authorization": f"Bearer {access_token}"})

    def _find_doors(self) -> Doors:
        try:
            doors = msgspec.convert(_get(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"), Doors)
        except msgspec.ValidationError:
            raise ProviderError("its description cannot be read") from None
        if doors.issuer != self.provider.issuer:
            raise ProviderError("it describes itself as another issuer")
        for address in (doors.authorization_endpoint, doors.token_endpoint, doors.jwks_uri, doors.userinfo_endpoint):
            if address is not None and not is_safe(address):
                raise ProviderError("it names an address without TLS")
        return doors

    def _session(self, redirect_uri: str) -> OAuth2Session:
        provider = self.provider
        auth: str | ClientAuth = provider.client_auth
        if provider.client_auth == "private_key_jwt":
            auth = PrivateKeyJWT(self.doors().token_endpoint)
        return OAuth2Session(
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            token_endpoint_auth_method=auth,
            scope=" ".join(provider.scopes),
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )


def _get(address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    try:
        answer = requests.get(address, headers=headers, timeout=PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError):
        raise ProviderError("it does not answer") from None
    if answer.status_code != requests.codes.ok or not isinstance(found, dict):
        raise ProviderError("it does not answer as it should")
    return found


def _names(keys: KeySet) -> set[str]:
    return {name for key in keys.keys if isinstance(name := key.kid, str)}
