"""A word that stands in every sealed kind of place of one case, and looking for it in files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from attacks.sealed_text import ways_to_write
from town import matter

WORD = "Gjokungeqzx"
CASE = matter("sak")


def spellings() -> list[bytes]:
    """The ways in which the word could be written."""
    return list(dict.fromkeys(ways_to_write(WORD)))


def written_out(secrets: Iterable[bytes]) -> list[bytes]:
    """Bytes as they are, and as a database, a log or a file of secrets writes them out."""
    return [way for one in secrets for way in (one, one.hex().encode(), one.hex().upper().encode())]


def hits(folders: Sequence[Path], wanted: Sequence[bytes]) -> dict[str, int]:
    """How often any of the bytes stands in the files under some folders, by file."""
    files = [one for folder in folders for one in folder.rglob("*") if one.is_file()]
    found = {str(one): sum(map(one.read_bytes().count, wanted)) for one in files}
    return {name: count for name, count in found.items() if count}
