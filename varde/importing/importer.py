"""Reads import files and carries their cases out, one case at a time, whole or not at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import msgspec

from events import Recorded
from services.case_service.application import Application, BatchRefusedError
from services.case_service.domain.command import Refused
from services.case_service.refs import Refs
from services.case_service.store import StreamMovedError
from texts import Language, text
from varde.importing.lines import Parsed, parse
from varde.importing.problems import LineError
from varde.importing.report import Problem, Report

_TORN_CASE = re.compile(rb'"case"\s*:\s*(?P<case>"(?:[^"\\]|\\.)*")')
"""Finds the case in a line that is no whole JSON, so that its other lines do not go in without it."""


class Holds(Protocol):
    """What the importer needs of the store: what a stream holds already, and keys for many new cases at once."""

    def read(self, stream_id: UUID) -> Sequence[Recorded]:
        """The events of a stream, in order."""

    def ensure_keys(self, subjects: Iterable[UUID]) -> None:
        """Make the missing keys of the subjects in one transaction."""


class _Case(msgspec.Struct, kw_only=True):
    """The lines of one case so far, and whether one of them was bad."""

    lines: list[tuple[str, Parsed]] = msgspec.field(default_factory=list)
    bad: bool = False


class Importer:
    """Imports files for one tenant. ``progress`` is told how many lines are read and cases done."""

    def __init__(
        self,
        application: Application,
        store: Holds,
        refs: Refs,
        *,
        language: Language,
        clock: Callable[[], datetime],
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self._application = application
        self._store = store
        self._refs = refs
        self._language = language
        self._clock = clock
        self._progress = progress or _silent

    def run(self, files: Iterable[Path]) -> Report:
        """Import the files and report. Bad lines are told; the cases they belong to are left out whole."""
        report = Report()
        cases: defaultdict[str, _Case] = defaultdict(_Case)
        for file in files:
            self._read(file, cases, report)
        self._store.ensure_keys(self._refs.case(case) for case, found in cases.items() if not found.bad)
        for done, (case, found) in enumerate(cases.items(), start=1):
            self._one_pupil(found, report)
            if found.bad:
                report.cases_left_out.append(case)
            else:
                self._carry_out(case, found, report)
            self._progress("cases", done, len(cases))
        return report

    def _read(self, file: Path, cases: defaultdict[str, _Case], report: Report) -> None:
        for number, line in _lines(file):
            report.lines += 1
            self._progress("lines", report.lines, 0)
            try:
                parsed = parse(number, line, self._refs, self._clock())
            except LineError as error:
                case = _case_of(line)
                report.problems.append(
                    Problem(
                        file=str(file),
                        line=number,
                        case=case,
                        field=error.field,
                        code=error.code,
                        reason=error.sentence(self._language),
                    )
                )
                if case is not None:
                    cases[case].bad = True
            else:
                cases[parsed.case].lines.append((str(file), parsed))

    def _one_pupil(self, found: _Case, report: Report) -> None:
        pupils = {line.pupil for _, line in found.lines}
        if len(pupils) > 1:
            file, first = next((file, line) for file, line in found.lines if line.pupil != found.lines[0][1].pupil)
            error = LineError("another_pupil", field="pupil")
            found.bad = True
            report.problems.append(_problem(file, first, error.field, error.code, error.sentence(self._language)))

    def _carry_out(self, case: str, found: _Case, report: Report, *, again: bool = True) -> None:
        stored = [one for stream in {line.request.stream_id for _, line in found.lines} for one in self._store.read(stream)]
        if not {pupil for one in stored for pupil in one.envelope.persons} <= {self._refs.person(found.lines[0][1].pupil)}:
            self._leave_out(report, found.lines[0], "pupil", "another_pupil", text("cli.import.another_pupil", self._language))
            return
        lines = _fresh(found, {one.envelope.event_id for one in stored})
        if not lines:
            report.events_known += len(found.lines)
            report.cases_unchanged.append(case)
            return
        try:
            receipts = self._application.handle_all([line.request for _, line in lines])
        except StreamMovedError:
            # Another import of the same case came first; what it took in is known the second time.
            if again:
                self._carry_out(case, found, report, again=False)
            else:
                self._leave_out(report, lines[0], None, "moved", text("cli.import.moved", self._language))
        except BatchRefusedError as error:
            self._refused(report, lines[error.index], error.refusal)
        except Refused as refusal:
            self._refused(report, lines[0], refusal)
        else:
            report.events_added += sum(len(receipt.event_ids) for receipt in receipts)
            report.events_known += len(found.lines) - len(lines)
            (report.cases_extended if stored else report.cases_added).append(case)

    def _refused(self, report: Report, at: tuple[str, Parsed], refusal: Refused) -> None:
        reason = text(f"refusal.{refusal.code}", self._language, **refusal.values)
        self._leave_out(report, at, None if refusal.field is None else _path(refusal.field), refusal.code, reason)

    def _leave_out(self, report: Report, at: tuple[str, Parsed], field: str | None, code: str, reason: str) -> None:
        file, line = at
        report.problems.append(_problem(file, line, field, code, reason))
        report.cases_left_out.append(line.case)


def _fresh(found: _Case, known: set[UUID]) -> list[tuple[str, Parsed]]:
    """The lines of a case that are not in yet, each once, as they happened."""
    fresh: dict[UUID | None, tuple[str, Parsed]] = {}
    for entry in sorted(found.lines, key=lambda entry: entry[1].order):
        if entry[1].request.event_id not in known:
            fresh.setdefault(entry[1].request.event_id, entry)
    return list(fresh.values())


def _problem(file: str, line: Parsed, field: str | None, code: str, reason: str) -> Problem:
    return Problem(file=file, line=line.number, case=line.case, field=field, code=code, reason=reason)


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line.strip().removeprefix(b"\xef\xbb\xbf")


def _case_of(line: bytes) -> str | None:
    """The case that a bad line says it belongs to, where that much can be read."""
    try:
        found: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        torn = _TORN_CASE.findall(line)
        try:
            found = {"case": msgspec.json.decode(torn[-1])} if torn else {}
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
    case = found.get("case") if isinstance(found, dict) else None
    return case if isinstance(case, str) else None


def _path(field: str) -> str:
    return field if field in {"occurred_at", "known_at", "school", "pupil"} else f"data.{field}"


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
