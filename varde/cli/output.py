"""How the command line speaks: for people by default, as JSON with --json, and one clear sentence when something is wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from texts import Language, text

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
CASE_HELP = "The case's number or id, or its reference in the system it was imported from."

BAD_USE = 2
LEFT_OUT = 3

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def language() -> Language:
    """The language of the screen: VARDE_LANGUAGE (nb, nn, en), bokmål when it is not set."""
    wanted = os.environ.get("VARDE_LANGUAGE", Language.BOKMAL.value)
    return Language(wanted) if wanted in set(Language) else Language.BOKMAL


def say(key: str, **values: object) -> str:
    """A text of the command line in the user's language."""
    return text(f"cli.{key}", language(), **values)


def tell(key: str, **values: object) -> None:
    """Print a sentence for people."""
    console.print(say(key, **values), markup=False)


def give(answer: Any) -> None:
    """Print an answer as JSON."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(answer, enc_hook=str), indent=2).decode() + "\n")


def fail(key: str, *, status: int = 1, **values: object) -> NoReturn:
    """Say on standard error what is wrong, and end."""
    errors.print(say(key, **values), markup=False)
    raise typer.Exit(status)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; the headings are keys of the text catalogue."""
    out = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        out.add_column(say(heading), overflow="fold")
    for row in rows:
        out.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(out)


def tell_duty(verdict: str, requirement: str, reason: str, source: str) -> None:
    """Print how one requirement stands: its verdict and its words, why, and where it comes from."""
    console.print(f"{verdict}  {requirement}", markup=False)
    console.print(f"    {reason}", markup=False)
    console.print(f"    {source}", markup=False, style="dim")
