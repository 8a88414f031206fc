"""The commands, each loaded when it is given, and what every one of them does when something is wrong.

To load all of them takes more than a second, and a command needs little of it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import typer
from typer.core import TyperGroup

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "up": "starting",
        "serve": "starting",
        "project": "running",
        "rebuild": "running",
        "react": "reacting",
        "migrate": "making",
        "demo": "making",
        "schema": "schema",
        "check": "checking",
        "reference": "checking",
        "simulate": "simulating",
        "publish": "publishing",
        "backup": "backing_up",
        "restore": "backing_up",
        "export-process": "process",
        "figure": "figure",
        "export": "proving",
        "verify": "proving",
        "package": "packing",
        "case": "cases",
        "account": "accounts",
        "token": "tokens",
        "import": "importing",
        "warehouse": "warehouse",
        "nation": "nation",
        "dispose": "disposing",
        "keys": "keys",
        "integrity": "integrity",
    }
)
"""The modules beside this one that know the commands, in the order in which the commands are listed."""

ADDED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"cases": ("replaying",), "importing": ("importing_surveys", "importing_roster")}
)
"""The modules that know more commands of another's group."""


class Commands(TyperGroup):
    """Loads the module of a command that is asked for; a list of all of them loads all."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, if there is one."""
        del ctx
        return known_by(COMMANDS[cmd_name])[cmd_name] if cmd_name in COMMANDS else None


@cache
def known_by(module: str) -> Mapping[str, Any]:
    """The commands that a module knows, by name."""
    loaded = import_module(f"varde.cli.{module}")
    group = typer.Typer(callback=_nothing)
    if hasattr(loaded, "register"):
        loaded.register(group)
    else:
        for more in ADDED.get(module, ()):
            import_module(f"varde.cli.{more}").register(loaded.app)
        group.add_typer(loaded.app, name=next(name for name, known in COMMANDS.items() if known == module))
    return typer.main.get_group(group).commands


def _nothing() -> None:
    """What every command does first."""


app = typer.Typer(
    cls=Commands,
    callback=_nothing,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Varde: what the adults did, and when.",
)


def main() -> None:
    """Run the command line. A known error is one sentence and exit status 1 or 2, never a traceback."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        status: int | None = import_module("varde.cli.known_errors").told(error)
        if status is None:
            raise
        sys.exit(status)
