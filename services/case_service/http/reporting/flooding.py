"""Limits against flooding the school with reports and guessing codes, counted over all processes of the tenant.

What is counted is kept as a keyed hash for as long as it counts and no longer: who reported from where cannot be read out of
the file, and after a day nothing of it is left. A school has one address for all its pupils, so the limits per address are
wide; a child that is stopped is told whom to call instead.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final

import msgspec
from flask import request

from services.case_service.http.session_file import SessionFile
from services.case_service.http.web import the_web

FILE: Final = "flooding.sqlite"
SCHEMA: Final = "CREATE TABLE IF NOT EXISTS counted (what BLOB NOT NULL, at REAL NOT NULL)"
INDEX: Final = "CREATE INDEX IF NOT EXISTS counted_what ON counted (what, at)"
IPV4: Final = 4
LONGEST_KEPT: Final = timedelta(days=1)


class Counted(StrEnum):
    """What is counted."""

    REPORT = "report"
    CODE_GUESS = "code_guess"
    KIOSK_GUESS = "kiosk_guess"
    MESSAGE = "message"
    PUPIL_SEARCH = "pupil_search"
    CALENDAR_GUESS = "calendar_guess"


class Limit(msgspec.Struct, frozen=True):
    """At most ``times`` in ``window``, for one ``whom``: an address, a school, a kiosk, a conversation."""

    what: Counted
    whom: str
    times: int
    window: timedelta


class Limits:
    """The counters of one tenant."""

    def __init__(self, file: SessionFile, key: bytes) -> None:
        self._file = file
        self._key = key
        file.prepare(SCHEMA)
        file.prepare(INDEX)

    def wait(self, limits: Sequence[Limit], now: datetime) -> timedelta | None:
        """How long to wait before the next one, or None when there is room in every limit. Counts nothing."""
        waits = []
        with self._file.connection() as db:
            for limit in limits:
                since = (now - limit.window).timestamp()
                found = db.execute(
                    "SELECT at FROM counted WHERE what = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
                    (self._mark(limit), since, limit.times - 1),
                ).fetchone()
                if found:
                    waits.append(timedelta(seconds=found[0] - since))
        return max(waits, default=None)

    def count(self, limits: Sequence[Limit], now: datetime) -> None:
        """Count one more, and forget what no longer counts."""
        with self._file.connection() as db:
            db.execute("DELETE FROM counted WHERE at <= ?", ((now - LONGEST_KEPT).timestamp(),))
            db.executemany("INSERT INTO counted VALUES (?, ?)", [(self._mark(limit), now.timestamp()) for limit in limits])

    def _mark(self, limit: Limit) -> bytes:
        return hmac.new(self._key, f"{limit.what.value} {limit.window}:{limit.whom}".encode(), hashlib.sha256).digest()


def the_limits() -> Limits:
    """The counters of the server that answers this request."""
    settings = the_web().settings
    return Limits(SessionFile(settings.sessions_file.with_name(FILE)), settings.marking_key)


def reports_from_here(school: str | None) -> tuple[Limit, ...]:
    """The limits on reports without a login: from the address that asks, and to one school."""
    at = address()
    return (
        Limit(Counted.REPORT, at, 20, timedelta(minutes=10)),
        Limit(Counted.REPORT, at, 120, timedelta(days=1)),
        *((Limit(Counted.REPORT, f"school {school}", 60, timedelta(minutes=10)),) if school else ()),
    )


def kiosk_reports(mark: str) -> tuple[Limit, ...]:
    """The limits on reports at one kiosk."""
    return (
        Limit(Counted.REPORT, f"kiosk {mark}", 30, timedelta(minutes=10)),
        Limit(Counted.REPORT, f"kiosk {mark}", 150, timedelta(days=1)),
    )


def guesses(what: Counted) -> tuple[Limit, ...]:
    """The limit on codes that were wrong, per address. A code has 49 bits: a hundred thousand addresses would guess for years.

    There is none over all addresses together: with it, anybody could shut every child out.
    """
    return (Limit(what, address(), 10, timedelta(minutes=15)),)


def messages(stream: str) -> tuple[Limit, ...]:
    """The limit on messages in one conversation."""
    return (Limit(Counted.MESSAGE, stream, 20, timedelta(hours=1)),)


def searches(person: str) -> tuple[Limit, ...]:
    """The limit on searches for pupils: nobody lists a school name by name."""
    return (Limit(Counted.PUPIL_SEARCH, person, 60, timedelta(minutes=10)),)


def address() -> str:
    """The address that asks, as far as it tells one household from another: of IPv6 the first 64 bits."""
    try:
        given = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(given) if given.version == IPV4 else str(ip_network((given, 64), strict=False))
