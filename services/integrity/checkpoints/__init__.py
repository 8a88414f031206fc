"""Checkpoints: a log's size and root, signed with a key that lies outside the database, and the list of a log's keys."""

from services.integrity.checkpoints.checkpoint import EMPTY_ROOT, Checkpoint, MalformedCheckpointError, read_checkpoint
from services.integrity.checkpoints.key_file import KeyFileError, make_key_file, read_key_file, write_key_file
from services.integrity.checkpoints.key_list import LogKey, LogKeys, log_keys, read_log_keys
from services.integrity.checkpoints.signing import (
    KeyOutOfTimeError,
    SignedCheckpoint,
    WrongOriginError,
    believed,
    make_checkpoint,
)
from services.integrity.checkpoints.vouching import OtherContentError, Vouched, vouched

__all__ = [
    "EMPTY_ROOT",
    "Checkpoint",
    "KeyFileError",
    "KeyOutOfTimeError",
    "LogKey",
    "LogKeys",
    "MalformedCheckpointError",
    "OtherContentError",
    "SignedCheckpoint",
    "Vouched",
    "WrongOriginError",
    "believed",
    "log_keys",
    "make_checkpoint",
    "make_key_file",
    "read_checkpoint",
    "read_key_file",
    "read_log_keys",
    "vouched",
    "write_key_file",
]
