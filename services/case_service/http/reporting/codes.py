"""Codes that people without a login write down: to come back to their own report, or to use a school's kiosk.

A code is made-up words that are spoken as they are written, in all of Varde's languages and for a child of nine. The server
keeps no code, only a keyed hash: a copy of every file opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from enum import StrEnum
from typing import Final

CONSONANTS: Final = "bdfghjklmnprstv"
VOWELS: Final = "aeiou"
WORDS: Final = 4
"""Four words of four letters: 49 bits, guessed over the network alone and slowly (:mod:`.flooding`)."""

LONGEST_TYPED: Final = 200

UNWELCOME: Final = frozenset(
    [
        "dode",
        "doda",
        "dumi",
        "duma",
        "feta",
        "fete",
        "fita",
        "fite",
        "foto",
        "hata",
        "hate",
        "hore",
        "hora",
        "homo",
        "juda",
        "kuka",
        "kuke",
        "kuku",
        "lika",
        "nasi",
        "nude",
        "pedo",
        "pena",
        "piku",
        "pula",
        "pule",
        "puli",
        "puma",
        "pupe",
        "pupp",
        "puta",
        "puto",
        "rape",
        "rase",
        "rasi",
        "redi",
        "rune",
        "sade",
        "sala",
        "satan",
        "sine",
        "seri",
        "titi",
        "tise",
        "tufu",
        "voli",
    ]
)
"""Made-up words that are, or sound like, something that a scared child should not be handed."""

_BETWEEN: Final = re.compile(r"[\W_]+")


class CodeKind(StrEnum):
    """What a code opens. One kind never opens what another is for."""

    REPORTER = "reporter"
    KIOSK = "kiosk"


def code_of(form_key: str, kind: CodeKind, key: bytes) -> str:
    """The code that a form leads to, as ``bamo-lite-sude-feki``: a form that is sent twice gives the same code twice.

    It follows from the form's key and the server's own key together, and from neither alone.
    """
    words: list[str] = []
    number = 0
    while len(words) < WORDS:
        drawn = hmac.new(key, f"{kind.value} word {number}:{form_key}".encode(), hashlib.sha256).digest()
        number += 1
        if (word := _word(int.from_bytes(drawn))) not in UNWELCOME:
            words.append(word)
    return "-".join(words)


def as_made(typed: str) -> str | None:
    """A code as it was made, from how somebody typed it: big letters, spaces and dashes do not matter. None: it cannot be one."""
    if len(typed) > LONGEST_TYPED:
        return None
    letters = _BETWEEN.sub("", typed.strip().lower())
    if len(letters) != WORDS * 4 or not letters.isascii() or not letters.isalpha():
        return None
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def mark_of(code: str, kind: CodeKind, key: bytes) -> str:
    """What is kept instead of the code: its keyed hash in hex."""
    return hmac.new(key, f"{kind.value} code:{code}".encode(), hashlib.sha256).hexdigest()


def _word(number: int) -> str:
    letters = []
    for choices in (CONSONANTS, VOWELS, CONSONANTS, VOWELS):
        number, place = divmod(number, len(choices))
        letters.append(choices[place])
    return "".join(letters)
