"""The group of pages on which something is recorded in a matter."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from services.case_service.http.attachments.blueprint import LARGEST_FORM as LARGEST_FORM_WITH_FILES
from services.case_service.http.form_sizes import make_room
from services.case_service.http.record.places import forget_folder

record_pages = Blueprint("record", __name__)
forget_folder(record_pages)

LARGEST_FORM: Final = 1024 * 1024
"""Bytes of a form without files: several texts of the greatest length, each letter escaped."""

make_room(record_pages, LARGEST_FORM, text=LARGEST_FORM, fields=2000)
make_room(record_pages, LARGEST_FORM_WITH_FILES, at={"record_form", "record_beginning", "record_correction", "record_disagreement"})
