"""The errors that a user or an operator can do something about: one sentence each."""

from __future__ import annotations

from services.case_service.store import SettingsError as StoreSettingsError
from services.case_service.store import StoreError
from services.compliance.rulebook_checks import RulebookError
from services.integrity.keeping.keeper import LogNotItselfError
from services.integrity.notes.errors import NoteError
from services.reporting.source import SourceUnavailableError
from services.reporting.warehouse_file import DiskFullError, WarehouseBusyError
from varde.cli.output import BAD_USE, errors, say
from varde.settings import SettingsError


def told(error: Exception) -> int | None:
    """Say what is wrong, and give the exit status; None for an error that is nobody's to mend but a programmer's."""
    match error:
        case SettingsError():
            errors.print(say("settings"), markup=False)
            for problem in error.problems:
                errors.print(f"  - {problem}", markup=False)
            return BAD_USE
        case StoreSettingsError():
            errors.print(f"{say('settings')} {error}", markup=False)
            return BAD_USE
        case FileNotFoundError() | PermissionError() | IsADirectoryError() if error.filename is not None:
            errors.print(say(f"error.{type(error).__name__}", file=error.filename), markup=False)
        case OSError():
            errors.print(say("error.OSError", detail=f"{error.strerror}: {error.filename or ''}"), markup=False)
        case StoreError() | RulebookError() | SourceUnavailableError() | WarehouseBusyError() | DiskFullError():
            errors.print(say(f"error.{type(error).__name__}", detail=str(error)), markup=False)
        case LogNotItselfError():
            found = "; ".join(f"{say(f'integrity.alarm.{one.kind.value}')} ({one.detail})" for one in error.faults)
            errors.print(say("error.LogNotItselfError", detail=found), markup=False)
        case NoteError():
            errors.print(say("error.NoteError", detail=str(error)), markup=False)
        case _:
            return None
    return 1
