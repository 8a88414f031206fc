"""What is wrong with a bundle, and where. The sentence of each stands in the catalogue under ``roster.fault.<fault>``."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from texts import Language, text


class Fault(StrEnum):
    """Why a bundle is not imported."""

    NOT_A_ZIP = "not_a_zip"
    ENCRYPTED = "encrypted"
    FOREIGN_PATH = "foreign_path"
    FILE_TWICE = "file_twice"
    TOO_MANY_FILES = "too_many_files"
    TOO_LARGE = "too_large"
    NO_MANIFEST = "no_manifest"
    OTHER_VERSION = "other_version"
    ONLY_CHANGES = "only_changes"
    FILE_MISSING = "file_missing"
    NOT_UTF8 = "not_utf8"
    BROKEN_TABLE = "broken_table"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    VALUE_MISSING = "value_missing"
    VALUE_UNKNOWN = "value_unknown"
    TEXT_TOO_LONG = "text_too_long"
    STRANGE_CHARACTER = "strange_character"
    NOT_A_DATE = "not_a_date"
    ID_TWICE = "id_twice"
    UNKNOWN_REFERENCE = "unknown_reference"
    IN_A_CIRCLE = "in_a_circle"


class Found(msgspec.Struct, frozen=True):
    """One thing that is wrong: in which file, line (1 is the heading) and column. What stands there is not repeated."""

    fault: Fault
    file: str = ""
    line: int | None = None
    column: str = ""

    def sentence(self, language: Language) -> str:
        """What is wrong, in words."""
        return text(f"roster.fault.{self.fault.value}", language, file=self.file, column=self.column)

    def place(self, language: Language) -> str:
        """Where it stands, in words; empty when it is the bundle as a whole."""
        if not self.file:
            return ""
        if self.line is None:
            return self.file
        return text("roster.fault.at", language, file=self.file, line=self.line)


class BundleError(Exception):
    """The bundle is not read, and nothing of it is imported."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.found = tuple(found)
        super().__init__(", ".join(dict.fromkeys(one.fault.value for one in self.found)))


def broken(fault: Fault, file: str = "", line: int | None = None, column: str = "") -> BundleError:
    """One thing is wrong, and it stops the reading."""
    return BundleError([Found(fault, file, line, column)])
