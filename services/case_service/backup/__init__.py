"""Backup and restore of one tenant: what cannot be made again, in folders that can lie in different places."""

from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.manifest import Kind, Manifest
from services.case_service.backup.restoring import UNANSWERED, Restored, Restoring, Unanswered, restore
from services.case_service.backup.sources import Secret, Sources
from services.case_service.backup.taking import Places, Taken, take_backup
from services.case_service.backup.verifying import Verified, verify_backup

__all__ = [
    "UNANSWERED",
    "BackupError",
    "Fault",
    "Kind",
    "Manifest",
    "Places",
    "Restored",
    "Restoring",
    "Secret",
    "Sources",
    "Taken",
    "Unanswered",
    "Verified",
    "restore",
    "take_backup",
    "verify_backup",
]
