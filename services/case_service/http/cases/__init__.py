"""The list of cases that somebody may know of."""

from services.case_service.http.cases.pages import cases

__all__ = ["cases"]
