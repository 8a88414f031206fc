"""Writes docs/reference/attacks.md: every attack by its number, what is tried, and the tests that show what comes of it.

A test shows the attacks that its name begins with (``test_a01_a02_...``) and those whose entry in tests/attacks/attacks.toml
names it. Run it after adding a test; a test of its own finds out when that was forgotten.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests/attacks/attacks.toml"
PAGE = ROOT / "docs/reference/attacks.md"
NAMED = re.compile(r"test_(?P<numbers>a\d\d(?:_a\d\d)*)_")
HEAD = """# Attacks

Every attack is a test: it is refused, the refusal stands in the log by ids alone, and nothing leaks. A test shows the attacks
that its name begins with; `tests/attacks/attacks.toml` says what each number stands for.
This page is written by `python tools/attacks.py`.

| attack | what is tried | tests |
|---|---|---|
"""


def listed() -> dict[str, dict[str, Any]]:
    """What each number stands for."""
    found: dict[str, dict[str, Any]] = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return found


def names_by_file() -> dict[str, list[str]]:
    """The names of all tests, by their file."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return {one.relative_to(ROOT).as_posix(): _tests_of(one) for one in files}


def shown() -> dict[str, list[str]]:
    """The files that show each attack."""
    found: dict[str, set[str]] = defaultdict(set)
    for file, names in names_by_file().items():
        for number in {number for name in names for number in _numbers(name)}:
            found[number].add(file)
    for number, attack in listed().items():
        found[number] |= {also.partition("::")[0] for also in attack.get("also", ())}
    return {number: sorted(files) for number, files in found.items()}


def page() -> str:
    """The page."""
    by = shown()
    rows = (f"| {number} | {attack['attack']} | {_cell(by.get(number, []))} |" for number, attack in sorted(listed().items()))
    return HEAD + "\n".join(rows) + "\n"


def _tests_of(file: Path) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")]


def _numbers(name: str) -> list[str]:
    found = NAMED.match(name)
    return [] if found is None else [one.upper() for one in found["numbers"].split("_")]


def _cell(files: list[str]) -> str:
    return "<br>".join(f"`{file.removeprefix('tests/')}`" for file in files)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
