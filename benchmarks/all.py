"""Runs every benchmark and writes docs/reference/performance.md: each figure beside its limit, from one run."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "performance.md"
NAMES = ("append", "replay", "obligations", "projection", "rebuild")
HEAD = """# Performance

Every figure is measured beside its limit in the same run, on the same machine.
The ratio is what counts: absolute numbers are this machine's.
Run them with `make bench` (about {minutes} minutes). Measured {day} with Python {python}, {cores} cores.

A target for a ratio is met by the ratio; one in a unit by the figure. Appending has the durability of its limit: full fsync.

| what | figure | limit, in the same run | ratio | target | met |
|---|---|---|---|---|---|
"""


def main() -> None:
    """Run, print and write."""
    started = datetime.now(UTC)
    rows: list[dict[str, Any]] = []
    for name in NAMES:
        print(f"{name} ...", file=sys.stderr)
        done = subprocess.run([sys.executable, HERE / f"{name}.py", "--json"], capture_output=True, text=True, check=True)
        rows += json.loads(done.stdout)
    minutes = max(1, round((datetime.now(UTC) - started).total_seconds() / 60))
    notes = PAGE.read_text(encoding="utf-8").partition("\n## ")[2] if PAGE.exists() else ""
    head = HEAD.format(day=started.date(), python=platform.python_version(), minutes=minutes, cores=os.cpu_count())
    page = head + "".join(_row(row) for row in rows) + (f"\n## {notes}" if notes else "")
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def _row(row: dict[str, Any]) -> str:
    limit = "" if row.get("limit_figure") is None else f"{row['limit_name']}: {_number(row['limit_figure'])} {row['unit']}"
    ratio = "" if row.get("ratio") is None else f"{row['ratio']:.2f}"
    target, met = ("", "") if row["target"] is None else (_number(row["target"]), "yes" if row["met"] else "**no**")
    return f"| {row['name']} | {_number(row['figure'])} {row['unit']} | {limit} | {ratio} | {target} | {met} |\n"


def _number(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.2f}"


if __name__ == "__main__":
    main()
