"""What can be wrong with a file of results: where it stands, and what the sentence about it needs."""

from __future__ import annotations

import msgspec

from texts import Language, text


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong: in which line (the headings are line 1; None: the file as a whole) and in which column.

    ``code`` is permanent; the sentence stands in the catalogue as ``surveys.fault.<code>``. ``value`` is what stood there.
    """

    code: str
    line: int | None = None
    column: str | None = None
    value: str = ""

    def sentence(self, language: Language) -> str:
        """What is wrong, in plain words, with the place."""
        said = text(f"surveys.fault.{self.code}", language, value=self.value, column=self.column or "")
        if self.line is None:
            return said
        if self.column is None:
            return text("surveys.fault.at_line", language, line=self.line, said=said)
        return text("surveys.fault.at_cell", language, line=self.line, column=self.column, said=said)


class FileFaultError(Exception):
    """The file cannot be read as a table of results at all."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault
