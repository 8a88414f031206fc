"""The group of pages."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from services.case_service.attachments.kinds import LARGEST, MIB
from services.case_service.http.form_sizes import make_room
from services.case_service.http.record.places import forget_folder

attachment_pages = Blueprint("attachments", __name__)
forget_folder(attachment_pages)

MOST_FILES: Final = 5
"""Files that one form takes."""

LARGEST_FORM: Final = LARGEST + 20 * MIB
"""Bytes of a form with files: one recording of the greatest length, and a photo."""

make_room(attachment_pages, LARGEST_FORM, at={"record"})
