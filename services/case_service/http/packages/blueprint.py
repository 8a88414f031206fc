"""The group of pages, and their addresses."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, url_for

from services.case_service.http.form_sizes import make_room
from services.case_service.http.record.places import MATTER, folder_of, forget_folder
from services.case_service.read_model import MatterRow

package_pages = Blueprint("packages", __name__)
forget_folder(package_pages)

PACKAGES: Final = f"{MATTER}/pakke"
REQUEST: Final = f"{PACKAGES}/<uuid:asked>"

LARGEST_FORM: Final = 1024 * 1024
"""Bytes of a form with an account, answers, and passages to mask in some hundred events."""

make_room(package_pages, LARGEST_FORM, text=LARGEST_FORM, fields=5000)


def packages_address(row: MatterRow, endpoint: str = "front", **values: Any) -> str:
    """The address of one of the pages about a matter."""
    return url_for(f"packages.{endpoint}", folder=folder_of(row), matter=row.stream_id, **values)
