"""Whose a delivery is: the note beside it, checked with the public keys of the municipality that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from services.integrity.checkpoints import (
    KeyOutOfTimeError,
    LogKeys,
    OtherContentError,
    read_log_keys,
    vouched,
)
from services.integrity.notes import BadSignatureError, MalformedNoteError, NoteError, UnsignedNoteError, read_note
from services.reporting.nation.delivered import Delivery, Fault, NotTakenInError, Sender
from services.reporting.open_data.signature import NOTE, WHAT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

SUFFIX: Final = ".keys"
"""``<municipality>.keys`` in the folder of keys is what ``varde integrity keys`` printed there."""


def known_senders(folder: Path) -> dict[str, LogKeys]:
    """The public keys of every municipality in a folder, by its mark; none where there is no folder. Raises NotTakenInError."""
    return {file.name.removesuffix(SUFFIX): _keys(file) for file in sorted(folder.glob(f"*{SUFFIX}"))}


def proven(delivery: Delivery, known: Mapping[str, LogKeys], unsigned: Collection[str] = ()) -> Delivery:
    """The delivery with its sender; without one for a municipality in ``unsigned`` whose note or keys are not there.

    A signature that can be checked is checked, whoever is in ``unsigned``. Raises NotTakenInError.
    """
    file = delivery.file.with_name(NOTE)
    allowed = delivery.municipality in unsigned
    keys = known.get(delivery.municipality)
    if allowed and (keys is None or not file.exists()):
        return delivery
    if keys is None:
        raise NotTakenInError(delivery.file, Fault.UNKNOWN_SENDER, f"{delivery.municipality}{SUFFIX}")
    try:
        said, key = vouched(read_note(file.read_bytes()), keys, what=WHAT, sha256=delivery.sha256)
    except FileNotFoundError as error:
        raise NotTakenInError(file, Fault.UNSIGNED, delivery.municipality) from error
    except OtherContentError as error:
        raise NotTakenInError(delivery.file, Fault.ALTERED) from error
    except NoteError as error:
        raise NotTakenInError(file, _fault_of(error), delivery.municipality) from error
    return msgspec.structs.replace(delivery, sender=Sender(key=key.vkey, log_size=said.size))


def _fault_of(error: NoteError) -> Fault:
    match error:
        case MalformedNoteError():
            return Fault.UNREADABLE
        case UnsignedNoteError():
            return Fault.OTHER_SENDER
        case KeyOutOfTimeError():
            return Fault.KEY_OUT_OF_TIME
        case BadSignatureError():
            return Fault.FORGED
        case _:
            return Fault.UNREADABLE


def _keys(file: Path) -> LogKeys:
    try:
        return read_log_keys(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, NoteError) as error:
        raise NotTakenInError(file, Fault.UNREADABLE, str(error)) from error
