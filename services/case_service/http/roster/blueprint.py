"""The group of pages."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

from services.case_service.roster.waiting import LARGEST

roster = Blueprint("roster", __name__)

AROUND: Final = 64 * 1024
"""Bytes of a form around the bundle."""


@roster.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A bundle is larger than what other pages take. This runs before anything reads the form."""
    if endpoint == "roster.upload":
        request.max_content_length = LARGEST + AROUND
