"""What an import did: for people to read and for machines to check."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One line that was not right: where it stands, the field at fault, a permanent code, and the reason in plain words."""

    file: str
    line: int
    case: str | None
    field: str | None
    code: str
    reason: str


class Report(msgspec.Struct, kw_only=True):
    """The counts of an import. A case is added whole or left out whole."""

    lines: int = 0
    events_added: int = 0
    events_known: int = 0
    cases_added: list[str] = msgspec.field(default_factory=list)
    cases_extended: list[str] = msgspec.field(default_factory=list)
    cases_unchanged: list[str] = msgspec.field(default_factory=list)
    cases_left_out: list[str] = msgspec.field(default_factory=list)
    problems: list[Problem] = msgspec.field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 when every line went in (or was in already), 3 when something was left out."""
        return 3 if self.problems else 0

    def write(self, file: Path) -> None:
        """Write the report as JSON."""
        file.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n")
