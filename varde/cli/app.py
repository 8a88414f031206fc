"""The commands, and what every one of them does when something is wrong."""

from __future__ import annotations

import sys

import typer

from services.case_service.store import SettingsError as StoreSettingsError
from services.case_service.store import StoreError
from services.compliance.rulebook_checks import RulebookError
from services.integrity.keeping.keeper import LogNotItselfError
from services.integrity.notes.errors import NoteError
from services.reporting.source import SourceUnavailableError
from services.reporting.warehouse import DiskFullError, WarehouseBusyError
from varde.cli import (
    accounts,
    backing_up,
    cases,
    checking,
    disposing,
    figure,
    importing,
    importing_roster,
    importing_surveys,
    integrity,
    keys,
    making,
    nation,
    packing,
    process,
    proving,
    publishing,
    reacting,
    replaying,
    running,
    schema,
    simulating,
    tokens,
    warehouse,
)
from varde.cli.output import BAD_USE, errors, say
from varde.settings import SettingsError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Varde: what the adults did, and when."
)
replaying.register(cases.app)
app.add_typer(cases.app, name="case")
app.add_typer(accounts.app, name="account")
app.add_typer(tokens.app, name="token")
app.add_typer(importing.app, name="import")
app.add_typer(warehouse.app, name="warehouse")
app.add_typer(nation.app, name="nation")
app.add_typer(disposing.app, name="dispose")
app.add_typer(keys.app, name="keys")
app.add_typer(integrity.app, name="integrity")
for kind in (importing_surveys, importing_roster):
    kind.register(importing.app)
for module in (running, reacting, making, schema, checking, simulating, publishing, backing_up, process, figure, proving, packing):
    module.register(app)


def main() -> None:
    """Run the command line. A known error is one sentence and exit status 1 or 2, never a traceback."""
    try:
        app()
    except SettingsError as error:
        errors.print(say("settings"), markup=False)
        for problem in error.problems:
            errors.print(f"  - {problem}", markup=False)
        sys.exit(BAD_USE)
    except StoreSettingsError as error:
        errors.print(f"{say('settings')} {error}", markup=False)
        sys.exit(BAD_USE)
    except OSError as error:
        errors.print(say("error.OSError", detail=f"{error.strerror}: {error.filename or ''}"), markup=False)
        sys.exit(1)
    except (StoreError, RulebookError, SourceUnavailableError, WarehouseBusyError, DiskFullError) as error:
        errors.print(say(f"error.{type(error).__name__}", detail=str(error)), markup=False)
        sys.exit(1)
    except LogNotItselfError as error:
        found = "; ".join(f"{say(f'integrity.alarm.{one.kind.value}')} ({one.detail})" for one in error.faults)
        errors.print(say("error.LogNotItselfError", detail=found), markup=False)
        sys.exit(1)
    except NoteError as error:
        errors.print(say("error.NoteError", detail=str(error)), markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
