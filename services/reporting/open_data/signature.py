"""Who published a folder: the municipality's log key signs the description, which holds the hash of everything else.

The note lies beside the description (:data:`NOTE`). Its first line, :data:`WHAT`, keeps it apart from a checkpoint and from
what else a log's key signs.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from services.integrity.checkpoints import Vouched
from services.reporting.open_data.file_format import DESCRIPTION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.integrity.notes import Note

    Sign = Callable[[str, int], Note]
    """Signs a text with the log's key of a size (events)."""

NOTE: Final = "datapackage.note"
WHAT: Final = "varde-published-figures/1"


def sign(folder: Path, by: Sign, *, origin: str, size: int) -> None:
    """Sign a folder that was written, when the log has ``size`` events. Raises what ``by`` raises, with the folder unsigned."""
    unsign(folder)
    content = sha256((folder / DESCRIPTION).read_bytes()).hexdigest()
    note = by(Vouched(what=WHAT, origin=origin, size=size, sha256=content).text, size)
    (folder / NOTE).write_text(note.encoded(), encoding="utf-8")


def unsign(folder: Path) -> None:
    """Take away a signature over what was in the folder before."""
    (folder / NOTE).unlink(missing_ok=True)
