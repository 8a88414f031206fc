"""The kinds of file that may stand beside an event, known by their first bytes and by nothing that the sender says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

MIB: Final = 1024 * 1024

HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"hevc"})
AUDIO_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"3gp4", b"3gp5"})
MPEG_SYNC: Final = frozenset({b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"})


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file: its media type, the ending of its name, and its largest size in bytes."""

    media_type: str
    ending: str
    largest: int

    @property
    def is_picture(self) -> bool:
        """Whether it is a photo."""
        return self.media_type.startswith("image/")

    @property
    def is_sound(self) -> bool:
        """Whether it is a recording."""
        return self.media_type.startswith("audio/")


JPEG: Final = Kind(media_type="image/jpeg", ending="jpg", largest=20 * MIB)
PNG: Final = Kind(media_type="image/png", ending="png", largest=20 * MIB)
WEBP: Final = Kind(media_type="image/webp", ending="webp", largest=20 * MIB)
HEIC: Final = Kind(media_type="image/heic", ending="heic", largest=20 * MIB)
PDF: Final = Kind(media_type="application/pdf", ending="pdf", largest=20 * MIB)
M4A: Final = Kind(media_type="audio/mp4", ending="m4a", largest=40 * MIB)
MP3: Final = Kind(media_type="audio/mpeg", ending="mp3", largest=40 * MIB)
OGG: Final = Kind(media_type="audio/ogg", ending="ogg", largest=40 * MIB)
WAV: Final = Kind(media_type="audio/wav", ending="wav", largest=40 * MIB)
WEBM: Final = Kind(media_type="audio/webm", ending="webm", largest=40 * MIB)

_BEGINNINGS: Final[tuple[tuple[Kind, Callable[[bytes], bool]], ...]] = (
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (HEIC, lambda head: head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS),
    (PDF, lambda head: head.startswith(b"%PDF-")),
    (M4A, lambda head: head[4:8] == b"ftyp" and head[8:12] in AUDIO_BRANDS),
    (MP3, lambda head: head.startswith(b"ID3") or head[:2] in MPEG_SYNC),
    (OGG, lambda head: head.startswith(b"OggS\x00")),
    (WAV, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE"),
    (WEBM, lambda head: head.startswith(b"\x1a\x45\xdf\xa3")),
)
KINDS: Final = tuple(kind for kind, _ in _BEGINNINGS)
LARGEST: Final = max(kind.largest for kind in KINDS)


def kind_of(content: bytes) -> Kind | None:
    """The kind of a file by its first bytes; None when it is none that is accepted."""
    head = content[:16]
    return next((kind for kind, begins in _BEGINNINGS if begins(head)), None)


def kind_named(media_type: str) -> Kind | None:
    """The kind with a media type, as an event's envelope names it."""
    return next((kind for kind in KINDS if kind.media_type == media_type), None)
