"""The group of pages under /admin/regelsett."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

rulebooks = Blueprint("rulebooks", __name__)

LARGEST_FORM: Final = 1024 * 1024
"""Bytes of a form that holds a rulebook of the greatest length, each character escaped."""


@rulebooks.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:  # noqa: ARG001 - all pages of the group take a rulebook
    """A rulebook is longer than what other pages take. This runs before anything reads the form."""
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = LARGEST_FORM
