"""Whether a file is what it seems, and nothing that does harm when it is opened."""

from __future__ import annotations

import io
import warnings
from enum import StrEnum
from typing import Final

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from services.case_service.attachments.kinds import HEIC, PDF, Kind, kind_of

MOST_PIXELS: Final = 80_000_000
MOST_PDF_OBJECTS: Final = 50_000
ZIP_END: Final = b"PK\x05\x06"
ZIP_END_WITHIN: Final = 66_000
EICAR: Final = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
ACTIVE_IN_PDF: Final = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm"}
)


class Fault(StrEnum):
    """Why a file is not accepted. The texts stand in the catalogue as ``attachment.fault.<value>``."""

    EMPTY = "empty"
    UNKNOWN_KIND = "unknown_kind"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    TWO_IN_ONE = "two_in_one"
    VIRUS = "virus"


class NotAcceptedError(Exception):
    """The file is not accepted. ``kind`` is what it seems to be, None when that is not known."""

    def __init__(self, fault: Fault, kind: Kind | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.kind = kind


def inspect(content: bytes) -> Kind:
    """The kind of a file that is accepted. Raises NotAcceptedError."""
    if not content:
        raise NotAcceptedError(Fault.EMPTY)
    kind = kind_of(content)
    if EICAR in content:
        raise NotAcceptedError(Fault.VIRUS, kind)
    if kind is None:
        raise NotAcceptedError(Fault.UNKNOWN_KIND)
    if len(content) > kind.largest:
        raise NotAcceptedError(Fault.TOO_LARGE, kind)
    if not kind.is_sound and ZIP_END in content[-ZIP_END_WITHIN:]:
        raise NotAcceptedError(Fault.TWO_IN_ONE, kind)
    if kind is PDF:
        _inspect_pdf(content)
    elif kind.is_picture and kind is not HEIC:
        _inspect_picture(content, kind)
    return kind


def _inspect_picture(content: bytes, kind: Kind) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=[kind.media_type.removeprefix("image/").upper()]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotAcceptedError(Fault.TOO_MANY_PIXELS, kind)
                picture.verify()
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise NotAcceptedError(Fault.TOO_MANY_PIXELS, kind) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise NotAcceptedError(Fault.DAMAGED, kind) from None


def _inspect_pdf(content: bytes) -> None:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise NotAcceptedError(Fault.ENCRYPTED, PDF)
        if not reader.pages:
            raise NotAcceptedError(Fault.DAMAGED, PDF)
        active = _is_active(reader)
    except (PdfReadError, PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError, IndexError, AttributeError):
        # Whatever a hostile file brings the reader to raise, the file is not one that can be read.
        raise NotAcceptedError(Fault.DAMAGED, PDF) from None
    if active:
        raise NotAcceptedError(Fault.ACTIVE_CONTENT, PDF)


def _is_active(reader: PdfReader) -> bool:
    """Whether anything that the file holds runs, opens or carries something."""
    seen: set[tuple[int, int]] = set()
    todo: list[object] = [reader.trailer]
    while todo:
        found = todo.pop()
        if isinstance(found, IndirectObject):
            place = (found.idnum, found.generation)
            if place in seen:
                continue
            if len(seen) > MOST_PDF_OBJECTS:
                raise NotAcceptedError(Fault.DAMAGED, PDF)
            seen.add(place)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            if any(key in ACTIVE_IN_PDF or _names_action(found.raw_get(key)) for key in found):
                return True
            todo.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            todo.extend(list.__iter__(found))
    return False


def _names_action(value: object) -> bool:
    return isinstance(value, NameObject) and value in ACTIVE_IN_PDF
