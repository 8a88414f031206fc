"""The formats, by the name that a command and a page give them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from services.case_service.process_export.log import ProcessLog
from services.case_service.process_export.ocel_json import ocel_json
from services.case_service.process_export.ocel_sqlite import write_ocel_sqlite
from services.case_service.process_export.xes import xes


class Format(StrEnum):
    """A format that tools for process analysis read."""

    OCEL_JSON = "ocel-json"
    OCEL_SQLITE = "ocel-sqlite"
    XES = "xes"


ENDINGS: Final = {Format.OCEL_JSON: "json", Format.OCEL_SQLITE: "sqlite", Format.XES: "xes"}
MEDIA_TYPES: Final = {
    Format.OCEL_JSON: "application/json",
    Format.OCEL_SQLITE: "application/vnd.sqlite3",
    Format.XES: "application/xml",
}


def written_as(log: ProcessLog, form: Format) -> bytes:
    """The log as a file's bytes."""
    match form:
        case Format.OCEL_JSON:
            return ocel_json(log)
        case Format.XES:
            return xes(log)
        case Format.OCEL_SQLITE:
            with TemporaryDirectory(prefix="varde-process-") as folder:
                file = Path(folder) / "log.sqlite"
                write_ocel_sqlite(log, file)
                return file.read_bytes()
