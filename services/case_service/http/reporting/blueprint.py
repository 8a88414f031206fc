"""The pages on which something is reported."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from flask import Blueprint, request

from services.case_service.http.attachments.blueprint import LARGEST_FORM
from services.case_service.http.languages import current_language
from services.compliance.explain import moment_text

reporting = Blueprint("reporting", __name__)

WITH_FILES: Final = frozenset({"reporting.report_concern", "reporting.report_on_behalf", "reporting.record_physical"})


@reporting.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Photos are larger than what other pages take. This runs before anything reads the form."""
    if endpoint in WITH_FILES:
        request.max_content_length = LARGEST_FORM


@reporting.app_template_filter("local_moment")
def local_moment(at: datetime) -> str:
    """A moment as the clocks in Norway showed it, as every page writes it in the reader's language."""
    return moment_text(at, current_language())
