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
from texts import Language, text
from varde.importing.lines import Parsed, parse
from varde.importing.problems import LineError
from varde.importing.refs import Refs
from varde.importing.report import Problem, Report

_TORN_CASE = re.compile(rb'"case"\s*:\s*"(?P<case>[^"\\]+)"')
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
            error = LineError("another_pupil", field="pupil", value=first.pupil, first=found.lines[0][1].pupil)
            found.bad = True
            report.problems.append(_problem(file, first, error.field, error.code, error.sentence(self._language)))

    def _carry_out(self, case: str, found: _Case, report: Report) -> None:
        streams = {line.request.stream_id for _, line in found.lines}
        known = {one.envelope.event_id for stream in streams for one in self._store.read(stream)}
        fresh: dict[UUID | None, tuple[str, Parsed]] = {}
        for entry in sorted(found.lines, key=lambda entry: entry[1].order):
            if entry[1].request.event_id not in known:
                fresh.setdefault(entry[1].request.event_id, entry)
        report.events_known += len(found.lines) - len(fresh)
        if not fresh:
            report.cases_unchanged.append(case)
            return
        lines = list(fresh.values())
        try:
            receipts = self._application.handle_all([line.request for _, line in lines])
        except BatchRefusedError as error:
            self._refused(report, lines[error.index], error.refusal)
        except Refused as refusal:
            self._refused(report, lines[0], refusal)
        else:
            report.events_added += sum(len(receipt.event_ids) for receipt in receipts)
            (report.cases_extended if known else report.cases_added).append(case)

    def _refused(self, report: Report, at: tuple[str, Parsed], refusal: Refused) -> None:
        file, line = at
        reason = text(f"refusal.{refusal.code}", self._language, **refusal.values)
        field = None if refusal.field is None else _path(refusal.field)
        report.problems.append(_problem(file, line, field, refusal.code, reason))
        report.cases_left_out.append(line.case)


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
    except msgspec.DecodeError:
        torn = _TORN_CASE.search(line)
        return None if torn is None else torn["case"].decode("utf-8", errors="replace")
    case = found.get("case") if isinstance(found, dict) else None
    return case if isinstance(case, str) else None


def _path(field: str) -> str:
    return field if field in {"occurred_at", "known_at", "school", "pupil"} else f"data.{field}"


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
