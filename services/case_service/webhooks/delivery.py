"""Sending one message: to the address that was checked, without following where the receiver would lead."""

from __future__ import annotations

import http.client
import socket
import ssl
from datetime import datetime, timedelta
from typing import Final

import msgspec

from services.case_service.webhooks.addresses import AddressRefusedError, Target, target
from services.case_service.webhooks.message import Message, headers

TIMEOUT: Final = 10.0
WAITS: Final = (
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
)
"""How long to wait after each failed try; after the last one the message is given up and shown to the administrator."""

TAKEN: Final = range(200, 300)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a try: the receiver's status code, or None when nobody answered; ``fault`` says why in a word."""

    taken: bool
    status: int | None = None
    fault: str | None = None


def deliver(sent: Message, url: str, secret: str, at: datetime, *, inside: bool = False) -> Sent:
    """Send a message once. A receiver that does not answer with 2xx has not taken it; a redirect is not followed."""
    try:
        where = target(url, inside=inside)
    except AddressRefusedError as refused:
        return Sent(taken=False, fault=refused.fault.value)
    connection = _Pinned(where)
    try:
        connection.request("POST", where.path, body=sent.body, headers=dict(headers(secret, sent, at)))
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        return Sent(taken=False, fault=type(error).__name__)
    finally:
        connection.close()
    return Sent(taken=answer.status in TAKEN, status=answer.status)


def next_try(failed: int, at: datetime) -> datetime | None:
    """When to try again after the ``failed``-th failure (from 1); None when the message is given up."""
    return at + WAITS[failed - 1] if failed <= len(WAITS) else None


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, where: Target) -> None:
        super().__init__(where.host, where.port, timeout=TIMEOUT)
        self._where = where

    def connect(self) -> None:
        plain = socket.create_connection((self._where.address, self._where.port), TIMEOUT)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self._where.tls else plain
