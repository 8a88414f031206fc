"""Why a backup is not taken, not believed or not restored."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """A permanent code for each reason. The texts are ``cli.backup.fault.<value>``."""

    TAKEN = "taken"
    SAME_PLACE = "same_place"
    NOT_A_BACKUP = "not_a_backup"
    NEWER = "newer"
    CHANGED = "changed"
    MISSING = "missing"
    UNKNOWN_FILE = "unknown_file"
    NO_KEYS = "no_keys"
    OTHER_KEYS = "other_keys"
    NO_SECRET = "no_secret"  # noqa: S105 - a code, no secret
    WRONG_SECRET = "wrong_secret"  # noqa: S105 - a code, no secret
    OTHER_TENANT = "other_tenant"
    OTHER_DATABASE = "other_database"
    NOT_EMPTY = "not_empty"
    IN_USE = "in_use"
    BROKEN_LOG = "broken_log"
    OTHER_LOG = "other_log"
    BAD_CHECKPOINT = "bad_checkpoint"
    NOT_VOUCHED = "not_vouched"
    REVIVED_KEY = "revived_key"
    UNREADABLE = "unreadable"


class BackupError(Exception):
    """A backup is refused. ``values`` name the file, the place or the secret that it is about; none is ever secret."""

    def __init__(self, fault: Fault, **values: object) -> None:
        super().__init__(f"{fault.value}: {', '.join(f'{name}={value}' for name, value in values.items())}")
        self.fault = fault
        self.values = values
