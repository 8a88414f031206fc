"""The group of pages."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

from services.case_service.http.attachments.blueprint import LARGEST_FORM

year_pages = Blueprint("year", __name__)

WITH_FILES: Final = frozenset({"year.do_task"})


@year_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """What documents a task may be a file. This runs before anything reads the form."""
    if endpoint in WITH_FILES:
        request.max_content_length = LARGEST_FORM
