"""One-time codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), and recovery codes in their stead. Pure."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

DIGITS: Final = 6
STEP_SECONDS: Final = 30
EITHER_SIDE: Final = 1
"""Steps before and after now that still count: phones' clocks differ, and typing takes time (RFC 6238 § 5.2)."""
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
RECOVERY_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are taken for one another."""
RECOVERY_LETTERS: Final = 12


def new_secret() -> bytes:
    """A secret for an authenticator app."""
    return secrets.token_bytes(SECRET_BYTES)


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a time step (RFC 4226 § 5.3)."""
    # The authenticator apps that people have know SHA-1 alone; a keyed hash does not need its resistance to collisions.
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(code: str, secret: bytes, now: datetime) -> int | None:
    """The time step whose code was given, or None when it is not a code of about now."""
    given = "".join(code.split())
    if len(given) != DIGITS or not (given.isascii() and given.isdigit()):
        return None
    middle = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(middle - EITHER_SIDE, middle + EITHER_SIDE + 1):
        if hmac.compare_digest(code_at(secret, step), given):
            found = step
    return found


def as_text(secret: bytes) -> str:
    """A secret as people type it."""
    plain = base64.b32encode(secret).decode()
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def setup_address(secret: bytes, *, login: str, issuer: str) -> str:
    """What the QR code says: the address that authenticator apps read."""
    query = urlencode({"secret": base64.b32encode(secret).decode(), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{login}')}?{query}"


def new_recovery_codes() -> tuple[str, ...]:
    """Codes that stand in for the app, once each."""
    return tuple(
        "-".join("".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(4)) for _ in range(RECOVERY_LETTERS // 4))
        for _ in range(RECOVERY_CODES)
    )


def recovery_as_compared(code: str) -> str:
    """A recovery code without the dashes and spaces that people put in or leave out."""
    return "".join(letter for letter in code.casefold() if letter in RECOVERY_ALPHABET)
