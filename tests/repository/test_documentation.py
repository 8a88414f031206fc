"""What the documentation names is there: files of the project, commands and their options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from each import for_each
from typer.core import TyperGroup

from services.integrity.witness.cli import app as witness
from varde.cli.app import app as varde

ROOT = Path(__file__).parents[2]
PROGRAMS = {"varde": typer.main.get_command(varde), "varde-witness": typer.main.get_command(witness)}

NAMED_FILE = re.compile(r"`((?:events|services|varde|texts|dashboards|tests|tools|benchmarks)/[\w./-]+)`")
IN_A_LINE = re.compile(r"`((?:varde|varde-witness) [a-z][^`]*)`")
IN_A_BLOCK = re.compile(r"^ *(?:\S+=\S+ )*(?:\.venv/bin/)?((?:varde|varde-witness) [a-z].*)$", re.MULTILINE)
OPTION = re.compile(r"(?<=\s)\[?(--[a-z][a-z-]*)")

WRITTEN_BY_HAND = (
    ROOT / "README.md",
    *sorted(page for folder in ("how-to", "explanation", "decisions") for page in (ROOT / "docs" / folder).glob("*.md")),
)


def commands_on(page: str) -> Iterator[str]:
    for found in (*IN_A_LINE.findall(page), *IN_A_BLOCK.findall(page.replace("\\\n", ""))):
        yield re.split(r"\s(?:#|\||>|&&)\s|[:;,.](?:\s|$)", found)[0]


def fault(line: str) -> str | None:
    """What of a command line is not there."""
    program, *words = line.split()
    command: Any = PROGRAMS[program]
    while words and isinstance(command, TyperGroup):
        if command.name == "import" and words[0] not in command.commands:
            words.insert(0, "cases")  # may be left out
        name = words.pop(0)
        command = command.get_command(None, name)
        if command is None:
            return f"{line}: no command {name}"
    known = {"--help", *(name for one in command.params for name in (*one.opts, *one.secondary_opts))}
    unknown = set(OPTION.findall(" " + " ".join(words))) - known
    return f"{line}: no {', '.join(sorted(unknown))}" if unknown else None


@for_each(WRITTEN_BY_HAND, named=lambda page: page.name)
def test_every_command_and_option_that_a_page_names_is_there(page: Path):
    assert [told for line in commands_on(page.read_text(encoding="utf-8")) if (told := fault(line))] == []


@for_each(WRITTEN_BY_HAND, named=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path):
    assert [name for name in NAMED_FILE.findall(page.read_text(encoding="utf-8")) if not (ROOT / name).exists()] == []


def test_the_pages_name_commands_and_files():
    pages = [page.read_text(encoding="utf-8") for page in WRITTEN_BY_HAND]

    assert sum(len(list(commands_on(page))) for page in pages) > 80
    assert sum(len(NAMED_FILE.findall(page)) for page in pages) > 40
