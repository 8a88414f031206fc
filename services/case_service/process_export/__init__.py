"""What happened, as a log for process analysis: OCEL 2.0 and XES. Facts alone, with pseudonyms; sealed content is never opened."""

from services.case_service.process_export.building import Wanted, build_log
from services.case_service.process_export.formats import Format, written_as
from services.case_service.process_export.log import ObjectType, ProcessEvent, ProcessLog, ProcessObject, Relation
from services.case_service.process_export.pseudonyms import Pseudonyms

__all__ = [
    "Format",
    "ObjectType",
    "ProcessEvent",
    "ProcessLog",
    "ProcessObject",
    "Pseudonyms",
    "Relation",
    "Wanted",
    "build_log",
    "written_as",
]
