"""The two groups of pages: letters out of a matter, and the wording of letters."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

letter_pages = Blueprint("letters", __name__)
letter_templates = Blueprint("letter_templates", __name__)

LARGEST_FORM: Final = 512 * 1024
"""Bytes of a form that holds a letter of the greatest length, each character escaped."""


@letter_templates.url_value_preprocessor
@letter_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:  # noqa: ARG001 - all pages of the group take a letter
    """A letter is longer than what other pages take. This runs before anything reads the form."""
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = LARGEST_FORM
