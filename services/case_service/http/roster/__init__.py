"""Staff and pupils from the municipality's own register, and who is verified to act for a pupil."""

from services.case_service.http.roster import guardian_acts, guardians, importing
from services.case_service.http.roster.blueprint import roster

__all__ = ["guardian_acts", "guardians", "importing", "roster"]
