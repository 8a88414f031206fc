"""Writes the table of attacks into docs/reference/integrity.md, from the predictions that a test holds against what is found.

Run it after changing tests/integrity_attacks/predicted.toml; a test of its own finds out when that was forgotten.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests/integrity_attacks/predicted.toml"
PAGE = ROOT / "docs/reference/integrity.md"
BEGIN = "<!-- attacks: written by python tools/integrity_table.py -->"
END = "<!-- end of attacks -->"
HEAD = """| | attack | reading with keys | + Merkle log in the database | + signed checkpoints | + a witness |
|---|---|---|---|---|---|
"""


def predicted() -> dict[str, dict[str, Any]]:
    """The attacks in order."""
    found: dict[str, dict[str, Any]] = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return found


def table() -> str:
    """The table."""
    return HEAD + "".join(_row(number, one) for number, one in enumerate(predicted().values(), 1))


def with_table(page: str) -> str:
    """The page with today's table between its marks. Raises ValueError when it has no marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has no place for the table")
    return f"{before}{BEGIN}\n{table()}{END}{after}"


def _row(number: int, one: dict[str, Any]) -> str:
    cells = " | ".join("found" if found else "**no**" for found in one["found"])
    return f"| {number} | {one['what']} | {cells} |\n"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
