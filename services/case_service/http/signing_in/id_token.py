"""Whether an ID token is what we asked for (OpenID Connect Core § 3.1.3.7). Pure: the keys and the time are given."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.case_service.http.signing_in.provider import SIGNED_WITH, Provider

LEEWAY: Final = timedelta(seconds=60)
"""How far two clocks may be apart."""
OLDEST: Final = timedelta(minutes=10)
"""A token that was made longer ago was not made for this login."""
LONGEST_SUBJECT: Final = 255


class Fault(StrEnum):
    """What is wrong with an ID token: for the log, never for the page."""

    SIGNATURE = "not signed by the provider"
    ISSUER = "another issuer"
    AUDIENCE = "made for somebody else"
    EXPIRED = "expired, or from the future"
    NONCE = "not made for this login"
    SUBJECT = "no subject"
    NOT_FRESH = "nobody confirmed it just now"
    SHAPE = "not an ID token"


class IdTokenError(Exception):
    """The token is not to be believed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What a believed ID token says of a login. ``confirmed_at``: when the person last proved herself to the provider."""

    subject: str
    acr: str | None = None
    amr: tuple[str, ...] = ()
    sid: str | None = None
    confirmed_at: datetime | None = None
    everything: Mapping[str, Any]


def believed(
    token: str, *, keys: KeySet, provider: Provider, nonce: str, now: datetime, confirmed_since: datetime | None = None
) -> Claims:
    """The claims of ``token``. ``confirmed_since``: the person must have proved herself anew since then. Raises IdTokenError."""
    try:
        claims = jwt.decode(token, keys, algorithms=list(SIGNED_WITH)).claims
    except (JoseError, ValueError, TypeError, KeyError):
        raise IdTokenError(Fault.SIGNATURE) from None
    _refuse(claims.get("iss") != provider.issuer, Fault.ISSUER)
    _refuse(not _is_for(claims, provider.client_id), Fault.AUDIENCE)
    made, ends = _moment(claims.get("iat")), _moment(claims.get("exp"))
    _refuse(ends <= now - LEEWAY or not now - OLDEST <= made <= now + LEEWAY, Fault.EXPIRED)
    given = claims.get("nonce")
    _refuse(not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()), Fault.NONCE)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise IdTokenError(Fault.SUBJECT)
    confirmed_at = min(_moment(claims["auth_time"]), now) if "auth_time" in claims else None
    if confirmed_since is not None:
        _refuse(confirmed_at is None or confirmed_at < confirmed_since - LEEWAY, Fault.NOT_FRESH)
    acr, sid = claims.get("acr"), claims.get("sid")
    return Claims(
        subject=subject,
        acr=acr if isinstance(acr, str) else None,
        amr=_names(claims.get("amr")),
        sid=sid if isinstance(sid, str) else None,
        confirmed_at=confirmed_at,
        everything=claims,
    )


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    audience = claims.get("aud")
    if isinstance(audience, list) and len(audience) > 1:
        return client_id in audience and claims.get("azp") == client_id
    return audience in (client_id, [client_id]) and claims.get("azp", client_id) == client_id


def _names(found: object) -> tuple[str, ...]:
    # ID-porten has sent a single name here, where the standard has a list.
    names = [found] if isinstance(found, str) else found
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def _moment(found: object) -> datetime:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise IdTokenError(Fault.SHAPE)
    try:
        return datetime.fromtimestamp(found, UTC)
    except (OverflowError, OSError, ValueError):
        raise IdTokenError(Fault.SHAPE) from None


def _refuse(wrong: bool, fault: Fault) -> None:  # noqa: FBT001 - reads as one sentence with its condition
    if wrong:
        raise IdTokenError(fault)
