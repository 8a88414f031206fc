"""The group of pages about access."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from services.case_service.http.languages import current_language
from services.compliance.explain import day_text, moment_text

access = Blueprint("access", __name__)


@access.app_template_filter("local_day")
def local_day(moment: datetime) -> str:
    """The day on Norwegian calendars, as every page writes it in the reader's language."""
    return day_text(moment, current_language())


@access.app_template_filter("local_time")
def local_time(moment: datetime) -> str:
    """Day and time on Norwegian clocks, as every page writes them in the reader's language."""
    return moment_text(moment, current_language())
