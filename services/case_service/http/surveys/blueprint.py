"""The group of pages."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from services.case_service.http.form_sizes import make_room
from services.case_service.survey_results.table import LARGEST

survey_pages = Blueprint("surveys", __name__)

LARGEST_FORM: Final = LARGEST + 1024 * 1024

make_room(survey_pages, LARGEST_FORM, at={"check_file", "take_in"}, text=LARGEST_FORM)
