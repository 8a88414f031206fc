"""Facts whose every sealed text is the same word, and looking for that word in bytes, however they were written."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

WORD = "Kanarifuglqzx"


def sealed_saying(fact: Any, text: str) -> Any:
    """The same fact with ``text`` in every sealed field; what is no sealed text stays."""
    hints = get_type_hints(type(fact), include_extras=True)
    said = {one.name: _said(hints[one.name], getattr(fact, one.name), text) for one in msgspec.structs.fields(fact)}
    return msgspec.structs.replace(fact, **said)


def ways_to_write(word: str) -> Iterator[bytes]:
    """The word in small letters, in clear, in two bytes a letter, in hexadecimal, backwards, and in base64 wherever it begins."""
    plain = word.lower().encode()
    yield plain
    plain = word.encode()
    yield from (plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode(), plain[::-1])
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + plain + bytes(3))
        yield whole[4 : 4 + 4 * ((len(plain) + shift) // 3 - 1)]


def files_that_hold(folder: Path, word: str) -> list[str]:
    """The files under a folder in which the word can be read."""
    ways = tuple(ways_to_write(word))
    return [str(one.relative_to(folder)) for one in sorted(folder.rglob("*")) if one.is_file() and _holds(one.read_bytes(), ways)]


def _holds(content: bytes, ways: tuple[bytes, ...]) -> bool:
    lowered = content.lower()
    return any(way in content or way in lowered for way in ways)


def _said(hint: Any, value: Any, text: str) -> Any:
    if isinstance(value, msgspec.Struct):
        return sealed_saying(value, text)
    if isinstance(value, tuple):
        return tuple(_said(hint, each, text) for each in value)
    return text if type(value) is str and _is_sealed(hint) else value


def _is_sealed(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return any(isinstance(meta, msgspec.Meta) and meta.extra and "sealed" in meta.extra for meta in hint.__metadata__)
    return any(_is_sealed(one) for one in get_args(hint))
