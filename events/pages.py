"""Generated pages lie in the repository, so that they can be read without running anything; these keep them current."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path


def stale(pages: Mapping[str, str], folder: Path) -> tuple[str, ...]:
    """The pages, by their path under ``folder``, that are missing there or say something else."""
    return tuple(name for name, content in pages.items() if not _says(folder / name, content))


def write(pages: Mapping[str, str], folder: Path) -> tuple[str, ...]:
    """Write the pages that are stale, and return their names."""
    changed = stale(pages, folder)
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(pages[name], encoding="utf-8")
    return changed


def run(pages: Mapping[str, str]) -> None:
    """The command line ``FOLDER [--check]``: write, or only tell. Exits with 1 when a checked page is stale."""
    folder = Path(sys.argv[1])
    check = sys.argv[2:] == ["--check"]
    found = stale(pages, folder) if check else write(pages, folder)
    sys.stdout.writelines(f"{'stale' if check else 'written'}: {name}\n" for name in found)
    sys.exit(1 if check and found else 0)


def _says(file: Path, content: str) -> bool:
    return file.exists() and file.read_text(encoding="utf-8") == content
