"""The group of pages."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

from services.case_service.survey_results.table import LARGEST

survey_pages = Blueprint("surveys", __name__)

LARGEST_FORM: Final = LARGEST + 1024 * 1024
WITH_FILES: Final = frozenset({"surveys.check_file", "surveys.take_in"})


@survey_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A published file is larger than what other pages take, and so is what was read of it. This runs before anything reads it."""
    if endpoint in WITH_FILES:
        request.max_content_length = LARGEST_FORM
        request.max_form_memory_size = LARGEST_FORM
