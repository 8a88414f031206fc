"""The container: a ZIP of which there is exactly one for given names and contents.

Nothing is compressed, names are sorted, and every field that a ZIP leaves to its maker has one value. So whoever reads it can make
it again and compare: a changed byte has nowhere to hide. Format: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,2}")
LONGEST_NAME: Final = 100
MOST_FILES: Final = 10_000
LARGEST: Final = 0xFFFFFFFF
"""Where a ZIP without its 64-bit extension ends."""

_LOCAL: Final = struct.Struct("<IHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<IHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<IHHHHIIH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = 0x04034B50, 0x02014B50, 0x06054B50
_VERSION, _FIRST_OF_JANUARY_1980 = 20, 0x0021


class BadContainerError(ValueError):
    """The bytes are no container of this kind, or the names and sizes do not fit into one."""


def check_name(name: str) -> None:
    """Raises BadContainerError when ``name`` could not be written out safely on any machine."""
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name) or any(part.endswith(".") for part in name.split("/")):
        raise BadContainerError(f"a file cannot have the name {name[: LONGEST_NAME + 1]!r}")


def _local(name: bytes, crc: int, size: int) -> bytes:
    return _LOCAL.pack(_LOCAL_MARK, _VERSION, 0, 0, 0, _FIRST_OF_JANUARY_1980, crc, size, size, len(name), 0) + name


def _central(name: bytes, crc: int, size: int, offset: int) -> bytes:
    fixed = (_CENTRAL_MARK, _VERSION, _VERSION, 0, 0, 0, _FIRST_OF_JANUARY_1980, crc, size, size, len(name), 0, 0, 0, 0, 0, offset)
    return _CENTRAL.pack(*fixed) + name


class ContainerWriter:
    """Writes a container into a file that can be sought in, part by part, so that none has to lie in memory whole.

    Names come in the order of their bytes. ``end`` must be called once, after the last.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._directory: list[bytes] = []
        self._last = ""
        self._folded: set[str] = set()

    def add(self, name: str, chunks: Iterator[bytes] | tuple[bytes, ...]) -> None:
        """Write one file. Raises BadContainerError for a bad or misplaced name, or when the container grows too large."""
        check_name(name)
        if name <= self._last or name.lower() in self._folded or len(self._directory) >= MOST_FILES:
            raise BadContainerError(f"{name} is there twice, out of order, or one too many")
        self._last = name
        self._folded.add(name.lower())
        raw = name.encode("ascii")
        offset = self._out.tell()
        self._out.write(_local(raw, 0, 0))
        crc = size = 0
        for chunk in chunks:
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            if offset + size > LARGEST:
                raise BadContainerError("more than four gigabytes do not fit into one package")
            self._out.write(chunk)
        after = self._out.tell()
        self._out.seek(offset)
        self._out.write(_local(raw, crc, size))
        self._out.seek(after)
        self._directory.append(_central(raw, crc, size, offset))

    def end(self) -> None:
        """Write the directory. Raises BadContainerError when the container grew too large."""
        start = self._out.tell()
        directory = b"".join(self._directory)
        if start + len(directory) > LARGEST:
            raise BadContainerError("more than four gigabytes do not fit into one package")
        count = len(self._directory)
        self._out.write(directory + _END.pack(_END_MARK, 0, 0, count, count, len(directory), start, 0))


def pack(files: Mapping[str, bytes], out: BinaryIO) -> None:
    """Write ``files`` by name into ``out``, an empty binary file that can be sought in. Raises BadContainerError."""
    writer = ContainerWriter(out)
    for name in sorted(files):
        writer.add(name, (files[name],))
    writer.end()


def unpack(data: bytes | memoryview) -> dict[str, memoryview]:
    """The files of a container, in its own order; views into ``data``, of which nothing is copied.

    Raises BadContainerError for anything that :func:`pack` would have written otherwise.
    """
    view = memoryview(data)
    files: dict[str, memoryview] = {}
    directory: list[bytes] = []
    at, last, folded = 0, "", set[str]()
    while bytes(view[at : at + 4]) == _LOCAL_MARK.to_bytes(4, "little"):
        name, content, header = _file(view, at)
        if name <= last or name.lower() in folded or len(files) >= MOST_FILES:
            raise BadContainerError(f"{name} is there twice, out of order, or one too many")
        last = name
        folded.add(name.lower())
        files[name] = content
        directory.append(_central(name.encode("ascii"), zlib.crc32(content), len(content), at))
        at += len(header) + len(content)
    joined = b"".join(directory)
    count = len(files)
    tail = joined + _END.pack(_END_MARK, 0, 0, count, count, len(joined), at, 0)
    if bytes(view[at : at + len(tail) + 1]) != tail:
        raise BadContainerError(f"the directory at byte {at} is not the one that belongs to the files")
    return files


def _file(view: memoryview, at: int) -> tuple[str, memoryview, bytes]:
    """The name, content and header of the file that begins ``at``."""
    fixed = view[at : at + _LOCAL.size]
    if len(fixed) < _LOCAL.size:
        raise BadContainerError(f"the file ends inside the header at byte {at}")
    *_, size, _, name_length, _ = _LOCAL.unpack(fixed)
    if name_length > LONGEST_NAME:
        raise BadContainerError(f"the name at byte {at} is too long")
    start = at + _LOCAL.size + name_length
    raw = bytes(view[at + _LOCAL.size : start])
    content = view[start : start + size]
    if not raw.isascii() or len(content) < size:
        raise BadContainerError(f"the name or the size at byte {at} is wrong")
    name = raw.decode("ascii")
    check_name(name)
    header = _local(raw, zlib.crc32(content), size)
    if bytes(view[at:start]) != header:
        raise BadContainerError(f"the header of {name} is not the one that belongs to it")
    return name, content, header
