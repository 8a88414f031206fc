"""Asking a log over HTTP for its checkpoint and its proofs, and handing it the cosignature."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from typing import Final

from services.integrity.notes.keys import strict_base64
from services.integrity.notes.note import LARGEST, Signature
from services.integrity.witness.alarms import AlarmKind, LogMisbehavedError

CHECKPOINT: Final = "/integrity/checkpoint"
CONSISTENCY: Final = "/integrity/consistency"
COSIGNATURE: Final = "/integrity/cosignature"
KEYS: Final = "/integrity/keys"
SECONDS: Final = 20.0
LONGEST_PROOF: Final = 63
"""Hashes (C2SP tlog-witness)."""


class NoAnswerError(Exception):
    """The log could not be reached, or had no answer. The message says why."""


class AddressError(ValueError):
    """Not the address of a web server."""


class _NoWayElsewhere(urllib.request.HTTPRedirectHandler):
    """A log answers where it was said to be, or it does not answer."""

    def redirect_request(self, *_: object) -> None:
        """Follow nowhere."""


class Asking:
    """The integrity addresses of one municipality's server. Raises AddressError when ``url`` is no http or https address."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise AddressError(f"{url!r} is no address of a web server, such as https://varde.example")
        self._url = url.rstrip("/")
        self._seconds = seconds
        self._opener = urllib.request.build_opener(_NoWayElsewhere)

    def checkpoint(self) -> bytes:
        """The newest checkpoint, as it came. Raises NoAnswerError."""
        return self._ask(CHECKPOINT)

    def keys(self) -> str:
        """The list of the log's keys as the log itself gives it: to try things out with. Raises NoAnswerError."""
        return self._ask(KEYS).decode(errors="replace")

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The hashes that prove that ``new`` leaves begin with ``old``. Raises NoAnswerError, LogMisbehavedError."""
        answer = self._ask(f"{CONSISTENCY}?{urllib.parse.urlencode({'old': old, 'new': new})}")
        lines = answer.decode("ascii", errors="replace").splitlines()
        hashes = [decoded for decoded in map(strict_base64, lines) if decoded is not None]
        if len(hashes) != len(lines) or len(lines) > LONGEST_PROOF:
            reason = f"The proof from {old} to {new} cannot be read."
            raise LogMisbehavedError(AlarmKind.MALFORMED, reason, answer.decode(errors="replace"))
        return hashes

    def hand_over(self, size: int, cosignatures: Sequence[Signature]) -> None:
        """Give the log the cosignatures of its checkpoint of that size. Raises NoAnswerError."""
        lines = "".join(f"{one.line}\n" for one in cosignatures)
        self._ask(f"{COSIGNATURE}?{urllib.parse.urlencode({'size': size})}", lines.encode())

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        headers = {} if body is None else {"Content-Type": "text/plain; charset=utf-8"}
        request = urllib.request.Request(self._url + path, data=body, headers=headers)  # noqa: S310 - http or https alone
        try:
            with self._opener.open(request, timeout=self._seconds) as answer:
                found: bytes = answer.read(LARGEST + 1)
                return found
        except urllib.error.HTTPError as error:
            error.close()
            raise NoAnswerError(f"{path} answered {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(f"{path} did not answer: {error}") from error
