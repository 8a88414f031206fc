"""The signature over a backup's manifest, by the key that signs the log: who made it, and that it is as it was made.

A signed note (C2SP signed-note) of four lines: what it is, the log's name, how many events the log had, and the manifest's SHA-256.
No checkpoint can be read as one, nor it as a checkpoint. The manifest of the data names that of the keys by its hash, and the
secrets by their fingerprints, so one signature holds for all three folders.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.manifest import NAME, NOTE, Manifest, sha256_of
from services.integrity.checkpoints import LogKeys
from services.integrity.notes import NoteError, read_note, verified

WHAT: Final = "varde-backup-manifest/1"


def text_of(origin: str, position: int, manifest_sha256: str) -> str:
    """What is signed."""
    return f"{WHAT}\n{origin}\n{position}\n{manifest_sha256}\n"


def is_vouched_for(folder: Path, manifest: Manifest, keys: LogKeys | None) -> bool:
    """Whether the log's key signed the manifest of the data in a folder; False where there is no signature, or no key to ask.

    Raises BackupError when there is a signature and it does not hold.
    """
    if keys is None or not (folder / NOTE).is_file():
        return False
    in_time = [one.key for one in keys.keys if one.holds_for(manifest.position)]
    try:
        note = read_note((folder / NOTE).read_bytes())
        signed = verified(note, in_time)
    except NoteError as error:
        raise BackupError(Fault.NOT_VOUCHED, place=folder, detail=error) from error
    sha256 = sha256_of((folder / NAME).read_bytes())
    if note.text not in {text_of(one.key.name, manifest.position, sha256) for one in signed}:
        raise BackupError(Fault.NOT_VOUCHED, place=folder, detail=NAME)
    return True
