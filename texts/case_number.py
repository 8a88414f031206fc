"""The number by which people speak of a case: short enough to read out, and telling nothing of whom it is about."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are misread or make words."""

LENGTH: Final = 8
_GROUP: Final = 4


def case_number(stream_id: UUID) -> str:
    """The number of a matter, as ``7K3M-Q9PD``. It follows from the stream's id, and the id does not follow from it.

    Of a million matters, fewer than one pair shares a number by chance (40 bits); where it is looked up, all are shown.
    """
    value = int.from_bytes(uuid5(stream_id, "number").bytes[:5], "big")
    digits = "".join(DIGITS[value >> (5 * place) & 31] for place in reversed(range(LENGTH)))
    return f"{digits[:_GROUP]}-{digits[_GROUP:]}"


def is_number(written: str) -> bool:
    """Whether ``written`` has the shape of a number, as it may be written down by somebody to whom it is read out."""
    return len(_digits(written)) == LENGTH and set(_digits(written)) <= set(DIGITS)


def is_number_of(written: str, stream_id: UUID) -> bool:
    """Whether it is the number of this matter."""
    return _digits(written) == _digits(case_number(stream_id))


def _digits(written: str) -> str:
    return written.upper().replace(" ", "").replace("-", "")
