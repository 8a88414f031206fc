"""Commitments to sealed text: a reader of the text can prove that it is the one that was stored, without any key.

The salt of an event lies inside its ciphertext. So whoever may read a text can show it with its own salt and nothing of the
others', and a destroyed key takes the salts with it: what is left is a hash that no text can be tried against.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

import msgspec

SALT_BYTES: Final = 32
TEXT_TAG: Final = b"varde/text/1"

_as_json: Final = msgspec.json.Encoder().encode


class OpenText(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed field as it can be shown to somebody: its text (or texts in rows), and the salt that proves it."""

    value: Any
    salt: bytes


def texts_of(sealed: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each sealed field of what :func:`events.sealing.split` took out, by its path (``pages.0.remark``), with its text.

    Texts in a row are one field: how many there are is sealed too.
    """
    if isinstance(sealed, dict):
        for key, inner in sealed.items():
            path = f"{name}.{key}" if name else key
            if isinstance(inner, str):
                yield path, inner
            else:
                yield from texts_of(inner, path)
    elif isinstance(sealed, list) and _holds_fields(sealed):
        for at, inner in enumerate(sealed):
            if inner is not None:
                yield from texts_of(inner, f"{name}.{at}")
    else:
        yield name, sealed


def _holds_fields(row: list[Any]) -> bool:
    return any(isinstance(item, dict) or (isinstance(item, list) and _holds_fields(item)) for item in row)


def salt_of(field: str, event_salt: bytes) -> bytes:
    """The salt of one field, from the salt of its event and retention class. It tells nothing of the other fields'."""
    return hmac.digest(event_salt, field.encode(), "sha256")


def commitment_to(field: str, value: Any, salt: bytes) -> bytes:
    """The 32 bytes that stand for a field's text: ``sha256(lp(tag) lp(salt) lp(field) lp(JSON of the value))``.

    ``lp(b)`` is the length of ``b`` in 4 bytes, big-endian, before ``b``. The JSON has no spaces and escapes nothing without need.
    """
    name, text = field.encode(), _as_json(value)
    return sha256(b"".join((_TAGGED, _length(salt), salt, _length(name), name, _length(text), text))).digest()


def _length(piece: bytes) -> bytes:
    return len(piece).to_bytes(4, "big")


_TAGGED: Final = _length(TEXT_TAG) + TEXT_TAG


def open_texts(sealed: Any, event_salt: bytes) -> dict[str, OpenText]:
    """The sealed fields of one retention class, each with its salt."""
    return {field: OpenText(value=value, salt=salt_of(field, event_salt)) for field, value in texts_of(sealed)}


def commitments_to(sealed: Any, event_salt: bytes) -> dict[str, bytes]:
    """The commitments to the sealed fields of one retention class."""
    return {field: commitment_to(field, value, salt_of(field, event_salt)) for field, value in texts_of(sealed)}
