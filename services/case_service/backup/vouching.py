"""The signature over a backup's manifest, by the key that signs the log: who made it, and that it is as it was made.

The manifest of the data names that of the keys by its hash, and the secrets by their fingerprints, so one signature holds for all
three folders.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.manifest import NAME, NOTE, Manifest, sha256_of
from services.integrity.checkpoints import LogKeys, Vouched, vouched
from services.integrity.notes import NoteError, read_note

WHAT: Final = "varde-backup-manifest/1"


def text_of(origin: str, position: int, manifest_sha256: str) -> str:
    """What is signed."""
    return Vouched(what=WHAT, origin=origin, size=position, sha256=manifest_sha256).text


def is_vouched_for(folder: Path, manifest: Manifest, keys: LogKeys | None) -> bool:
    """Whether the log's key signed the manifest of the data in a folder; False where there is no signature, or no key to ask.

    Raises BackupError when there is a signature and it does not hold.
    """
    if keys is None or not (folder / NOTE).is_file():
        return False
    sha256 = sha256_of((folder / NAME).read_bytes())
    try:
        said, _ = vouched(read_note((folder / NOTE).read_bytes()), keys, what=WHAT, sha256=sha256)
    except NoteError as error:
        raise BackupError(Fault.NOT_VOUCHED, place=folder, detail=error) from error
    if said.size != manifest.position:
        raise BackupError(Fault.NOT_VOUCHED, place=folder, detail=NAME)
    return True
