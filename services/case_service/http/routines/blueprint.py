"""The group of pages."""

from __future__ import annotations

from flask import Blueprint

from services.case_service.http.attachments.blueprint import LARGEST_FORM
from services.case_service.http.form_sizes import make_room

routine_pages = Blueprint("routines", __name__)

make_room(routine_pages, LARGEST_FORM, at={"approve_first", "approve_next"})
