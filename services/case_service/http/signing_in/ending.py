"""Logging out at the provider too, so that the next one at a shared machine does not come in as the last."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

import msgspec
from flask import url_for

from services.case_service.http.sessions import Proof
from services.case_service.http.signing_in.page import the_signing_in
from services.case_service.http.signing_in.provider_server import ProviderError
from services.case_service.http.signing_in.safe_address import is_safe

log = logging.getLogger(__name__)


class Ending(msgspec.Struct, frozen=True):
    """Where a provider's own session is ended."""

    title: str
    address: str


def end_at_provider(proof: Proof) -> Ending | None:
    """Where to end the session that a login came from; None when there is none, or the provider has no such place."""
    signing_in = the_signing_in()
    server = signing_in.servers.get(proof.method)
    if server is None:
        return None
    try:
        door = server.doors().end_session_endpoint
    except ProviderError as error:
        log.warning("nobody could be logged out at %s: %s", proof.method, error)
        return None
    if door is None or not is_safe(door):
        return None
    asked = {
        "client_id": server.provider.client_id,
        "post_logout_redirect_uri": url_for("login.show", _external=True),
    }
    token = signing_in.keys.open(proof.hint, proof.method) if proof.hint else None
    if token is not None:
        asked["id_token_hint"] = token.decode("ascii", "replace")
    return Ending(server.provider.title, f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}")
