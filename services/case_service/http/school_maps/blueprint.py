"""The group of pages."""

from __future__ import annotations

from flask import Blueprint

from services.case_service.http.attachments.blueprint import LARGEST_FORM
from services.case_service.http.form_sizes import make_room

school_map_pages = Blueprint("school_maps", __name__)

make_room(school_map_pages, LARGEST_FORM, at={"publish"})
