"""The group of pages, and their addresses."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request, url_for

from services.case_service.http.record.places import MATTER, folder_of
from services.case_service.read_model import MatterRow

package_pages = Blueprint("packages", __name__)

PACKAGES: Final = f"{MATTER}/pakke"
REQUEST: Final = f"{PACKAGES}/<uuid:asked>"

LARGEST_FORM: Final = 1024 * 1024
"""Bytes of a form with an account, answers, and passages to mask in some hundred events."""

MOST_PARTS: Final = 5000


@package_pages.url_value_preprocessor
def give_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:  # noqa: ARG001 - all pages of the group take long texts
    """An account is longer than what other pages take. This runs before anything reads the form."""
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = LARGEST_FORM
    request.max_form_parts = MOST_PARTS


def packages_address(row: MatterRow, endpoint: str = "front", **values: Any) -> str:
    """The address of one of the pages about a matter."""
    return url_for(f"packages.{endpoint}", folder=folder_of(row), matter=row.stream_id, **values)
