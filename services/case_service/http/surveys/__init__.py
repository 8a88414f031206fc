"""Surveys of the school environment: those that are not anonymous, and the published results of those that are."""

from services.case_service.http.surveys import beginning, importing, listing, one, results
from services.case_service.http.surveys.blueprint import survey_pages

__all__ = ["beginning", "importing", "listing", "one", "results", "survey_pages"]
