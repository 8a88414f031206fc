"""The two groups of pages: letters out of a matter, and the wording of letters."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from services.case_service.http.form_sizes import make_room
from services.case_service.http.record.places import forget_folder

letter_pages = Blueprint("letters", __name__)
forget_folder(letter_pages)
letter_templates = Blueprint("letter_templates", __name__)

LARGEST_FORM: Final = 512 * 1024
"""Bytes of a form that holds a letter of the greatest length, each character escaped."""

for group in (letter_pages, letter_templates):
    make_room(group, LARGEST_FORM, text=LARGEST_FORM)
