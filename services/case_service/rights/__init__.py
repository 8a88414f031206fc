"""Who may do what with which matter (opplæringsforskrifta § 20-2; domain report § 5.2). Pure: no clock, no store."""

from services.case_service.rights.action import READS_CONTENT, Action, Share
from services.case_service.rights.deciding import STEP_UP_LASTS, STILL_LET_IN, may
from services.case_service.rights.decision import SHUT_OUT, Decision, Reason
from services.case_service.rights.person import Kind, Person
from services.case_service.rights.subject import Access, Denial, Emergency, Grant, Subject

__all__ = [
    "READS_CONTENT",
    "SHUT_OUT",
    "STEP_UP_LASTS",
    "STILL_LET_IN",
    "Access",
    "Action",
    "Decision",
    "Denial",
    "Emergency",
    "Grant",
    "Kind",
    "Person",
    "Reason",
    "Share",
    "Subject",
    "may",
]
