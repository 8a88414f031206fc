"""The group of pages on which something is recorded in a matter."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from flask import Blueprint, request

from services.case_service.http.attachments.blueprint import LARGEST_FORM as LARGEST_FORM_WITH_FILES
from services.case_service.http.languages import current_language
from services.compliance.explain import moment_text

record_pages = Blueprint("record", __name__)

LARGEST_FORM: Final = 1024 * 1024
"""Bytes of a form without files: several texts of the greatest length, each letter escaped."""

WITH_FILES: Final = frozenset(
    {"record.record_form", "record.record_beginning", "record.record_correction", "record.record_disagreement"}
)
"""The forms that take files as well."""


@record_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Long minutes are longer than what other pages take. This runs before anything reads the form."""
    request.max_content_length = LARGEST_FORM_WITH_FILES if endpoint in WITH_FILES else LARGEST_FORM
    request.max_form_memory_size = LARGEST_FORM
    request.max_form_parts = 2000


@record_pages.app_template_filter("clock_and_day")
def clock_and_day(moment: datetime) -> str:
    """A moment on Norwegian clocks, as every page writes it in the reader's language."""
    return moment_text(moment, current_language())
