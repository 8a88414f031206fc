"""The group of pages."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

avvik = Blueprint("avvik", __name__)

LARGEST_TABLE: Final = 2 * 1024 * 1024
"""Bytes of a table that comes back: more avvik than a municipality has in ten years."""


@avvik.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A table is larger than what other pages take. This runs before anything reads the form."""
    if endpoint == "avvik.register_returned":
        request.max_content_length = LARGEST_TABLE
