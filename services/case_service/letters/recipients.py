"""To whom each kind of letter goes, and in which kinds of matter it is written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from events.base import Stream
from events.lists.documents import Letter, Recipient

R: Final = Recipient
FAMILY: Final = frozenset({R.GUARDIANS, R.PUPIL})
AUTHORITIES: Final = frozenset({R.SCHOOL_OWNER, R.STATSFORVALTER, R.OTHER_AUTHORITY})
"""Those who may be told who is who: their own duty of secrecy covers it. Every other copy names nobody but its recipient."""

RECIPIENTS: Final[Mapping[Letter, tuple[Recipient, ...]]] = MappingProxyType(
    {
        Letter.RECEIPT: (R.GUARDIANS, R.PUPIL),
        Letter.INVITATION: (R.GUARDIANS, R.PUPIL, R.EMPLOYEE),
        Letter.PLAN: (R.GUARDIANS, R.PUPIL, R.STATSFORVALTER),
        Letter.MINUTES: (R.GUARDIANS, R.PUPIL, R.EMPLOYEE),
        Letter.DECISION: (R.GUARDIANS, R.PUPIL),
        Letter.ANSWER: (R.GUARDIANS, R.PUPIL, R.STATSFORVALTER),
        Letter.OTHER: (R.GUARDIANS, R.PUPIL, R.EMPLOYEE, R.STATSFORVALTER, R.SCHOOL_OWNER, R.OTHER_AUTHORITY, R.OTHER),
    }
)

IN_EVERY_MATTER: Final = frozenset({Letter.INVITATION, Letter.MINUTES, Letter.ANSWER, Letter.OTHER})
WITH_A_PLAN: Final = IN_EVERY_MATTER | {Letter.PLAN}

LETTERS: Final[Mapping[Stream, frozenset[Letter]]] = MappingProxyType(
    {
        Stream.CASE: frozenset(Letter),
        Stream.HEIGHTENED_CASE: WITH_A_PLAN,
        Stream.PHYSICAL_INTERVENTION: IN_EVERY_MATTER,
        Stream.ENFORCEMENT: IN_EVERY_MATTER,
    }
)
"""The letters of each kind of matter. What is not named here sends none."""


def letters_of(stream: Stream) -> tuple[Letter, ...]:
    """The letters that are written in a kind of matter, in the order of the list."""
    return tuple(letter for letter in Letter if letter in LETTERS.get(stream, frozenset()))
