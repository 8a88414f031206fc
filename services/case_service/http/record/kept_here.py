"""The key with which a browser seals what it keeps of a form while the network is away: useless when the session has ended."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import session

from services.case_service.http.identity import SESSION_KEY
from services.case_service.http.web import the_web


def browsers_key() -> str:
    """256 bits in base64url, the same through one session and never the same in two."""
    token = str(session.get(SESSION_KEY, ""))
    made = HKDF(algorithm=SHA256(), length=32, salt=token.encode(), info=b"varde drafts in the browser")
    return urlsafe_b64encode(made.derive(the_web().settings.secret_key)).decode().rstrip("=")
