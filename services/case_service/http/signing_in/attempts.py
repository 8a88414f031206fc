"""A login that has been sent to a provider and is not back yet: kept in the browser's own signed cookie.

Nobody else's browser can bring it back, and the server keeps nothing for those who never return.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec
from flask import session

KEY: Final = "attempts"
AT_ONCE: Final = 3
"""How many tabs may be under way; the cookie has little room."""
LASTS: Final = timedelta(minutes=20)
"""Time to find one's phone, or to order a new password on the way."""


class Purpose(StrEnum):
    """Why somebody is sent to the provider."""

    LOGIN = "login"
    STEP_UP = "step_up"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What must be known again when the browser comes back."""

    provider: str
    purpose: Purpose
    nonce: str
    verifier: str
    onward: str
    at: int

    @property
    def begun_at(self) -> datetime:
        """When the browser was sent away."""
        return datetime.fromtimestamp(self.at, UTC)


def begin(provider: str, purpose: Purpose, onward: str, now: datetime) -> tuple[str, Attempt]:
    """A new attempt and its state."""
    state = secrets.token_urlsafe(24)
    attempt = Attempt(
        provider=provider,
        purpose=purpose,
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        onward=onward,
        at=int(now.timestamp()),
    )
    others = list(_kept().items())[-(AT_ONCE - 1) :]
    session[KEY] = {**dict(others), state: msgspec.to_builtins(attempt)}
    return state, attempt


def take(state: str, provider: str, now: datetime) -> Attempt | None:
    """The attempt of that state, which counts once; None when this browser did not begin it, or long ago, or elsewhere."""
    kept = _kept()
    found = kept.pop(state, None)
    session[KEY] = kept
    try:
        attempt = msgspec.convert(found, Attempt)
    except msgspec.ValidationError:
        return None
    return attempt if attempt.provider == provider and attempt.begun_at > now - LASTS else None


def _kept() -> dict[str, object]:
    found = session.get(KEY)
    return dict(found) if isinstance(found, dict) else {}
