"""The group of pages."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

from services.case_service.http.attachments.blueprint import LARGEST_FORM

routine_pages = Blueprint("routines", __name__)

WITH_FILES: Final = frozenset({"routines.approve_first", "routines.approve_next"})


@routine_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A version comes with its document. This runs before anything reads the form."""
    if endpoint in WITH_FILES:
        request.max_content_length = LARGEST_FORM
