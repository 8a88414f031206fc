"""The group of pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from services.case_service.http.attachments.blueprint import LARGEST_FORM

school_map_pages = Blueprint("school_maps", __name__)


@school_map_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A map is a picture. This runs before anything reads the form."""
    if endpoint == "school_maps.publish":
        request.max_content_length = LARGEST_FORM
