"""Whether a name is the one that somebody looks for, whatever keyboard it was written on."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Without case and accents, so that Jose finds José; æ, ø and å are letters of their own, in one piece or two."""
    plain = "".join(
        char if char in "æøå" else unicodedata.normalize("NFD", char)[0] for char in unicodedata.normalize("NFC", text.lower())
    )
    return " ".join(plain.replace("-", " ").split())


def is_called(name: str, words: str) -> bool:
    """Whether every one of ``words`` is a part of ``name``."""
    known = folded(name)
    return all(word in known for word in folded(words).split())
