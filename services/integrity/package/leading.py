"""The texts that tell whoever opens a package what it is: in bokmål, nynorsk and English."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

NAMES: Final = ("LES-MEG-bokmal.txt", "LES-MEG-nynorsk.txt", "READ-ME-english.txt")


def leading_files() -> dict[str, bytes]:
    """The texts by their names in the package."""
    folder = files("services.integrity.package") / "leading_texts"
    return {name: (folder / name).read_bytes() for name in NAMES}
