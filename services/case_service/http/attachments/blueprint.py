"""The group of pages."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

from services.case_service.attachments.kinds import LARGEST, MIB

attachment_pages = Blueprint("attachments", __name__)

MOST_FILES: Final = 5
"""Files that one form takes."""

LARGEST_FORM: Final = LARGEST + 20 * MIB
"""Bytes of a form with files: one recording of the greatest length, and a photo."""


@attachment_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Files are larger than what other pages take. This runs before anything reads the form."""
    if endpoint == "attachments.record":
        request.max_content_length = LARGEST_FORM
