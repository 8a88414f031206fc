"""Asking a witness what it saw: a municipality whose whole machine was put back finds out from somebody else alone."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from typing import Final

from services.integrity.checkpoints.checkpoint import Checkpoint
from services.integrity.checkpoints.key_list import LogKeys
from services.integrity.checkpoints.signing import believed
from services.integrity.keeping.alarms import AlarmKind, Fault
from services.integrity.notes.errors import NoteError
from services.integrity.notes.note import LARGEST, read_note

SECONDS: Final = 10.0


class WitnessUnreachableError(Exception):
    """A witness did not answer, or not as a witness does."""


def last_seen(url: str, origin: str, keys: LogKeys) -> Checkpoint | None:
    """The newest checkpoint that a witness saw; None when it knows none of this log.

    Only what the log's own key signed is believed: a witness that lies can hide what it saw, and invent nothing.

    Raises WitnessUnreachableError.
    """
    answer = _ask(url, "/checkpoint", origin)
    if answer is None:
        return None
    try:
        return believed(read_note(answer), origin=origin, keys=keys).checkpoint
    except NoteError as error:
        raise WitnessUnreachableError(f"{url} shows a checkpoint that the log did not sign: {error}") from error


def alarms_of(url: str, origin: str) -> Sequence[Fault]:
    """The alarms that stand at a witness for this log. Raises WitnessUnreachableError."""
    answer = _ask(url, "/alarms", origin)
    try:
        told = json.loads(answer or b"[]")
        return [
            Fault(kind=AlarmKind.WITNESS_ALARM, detail=f"{url}: {one['kind']}, {one['raised_at']}")
            for one in told
            if one["ended_at"] is None
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise WitnessUnreachableError(f"{url} does not answer as a witness") from error


def _ask(url: str, path: str, origin: str) -> bytes | None:
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise WitnessUnreachableError(f"{url} is no address of a web server")
    address = f"{url.rstrip('/')}{path}?{urllib.parse.urlencode({'origin': origin})}"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - http or https alone
            found: bytes = answer.read(LARGEST)
            return found
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.HTTPStatus.NOT_FOUND:
            return None
        raise WitnessUnreachableError(f"{url} answered {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise WitnessUnreachableError(f"{url} did not answer: {error}") from error
