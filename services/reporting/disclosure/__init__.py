"""Small numbers are hidden before they leave: no pupil is to be recognised, and no arithmetic gives a hidden number back. Pure."""

from services.reporting.disclosure.refusing import PeriodNotPublishedError

__all__ = ["PeriodNotPublishedError"]
