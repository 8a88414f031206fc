"""The portal of guardians and pupils who are logged in: tell the school, follow their own matter, read the plan and the letters."""

from services.case_service.http.portal import home, matter_page, raising
from services.case_service.http.portal.blueprint import portal

__all__ = ["home", "matter_page", "portal", "raising"]
