"""The package: a ZIP that carries a case, or the whole log's headers, with everything that is needed to check it offline.

The format stands in docs/reference/proof-formats.md. ``services/integrity/verifier/varde_verify.py`` reads it a second time,
written apart from this, so that the two check each other.
"""

from services.integrity.package.container import BadContainerError, pack, unpack
from services.integrity.package.parts import (
    ConsistencyProof,
    Disclosed,
    DisclosedEvent,
    LeftOutEvent,
    Manifest,
    Masked,
    PackageFile,
    Shown,
)
from services.integrity.package.whole_log import write_log
from services.integrity.package.writing import UnpackableError, write_package

__all__ = [
    "BadContainerError",
    "ConsistencyProof",
    "Disclosed",
    "DisclosedEvent",
    "LeftOutEvent",
    "Manifest",
    "Masked",
    "PackageFile",
    "Shown",
    "UnpackableError",
    "pack",
    "unpack",
    "write_log",
    "write_package",
]
