"""The group of pages under /admin/regelsett."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from services.case_service.http.form_sizes import make_room

rulebooks = Blueprint("rulebooks", __name__)

LARGEST_FORM: Final = 1024 * 1024
"""Bytes of a form that holds a rulebook of the greatest length, each character escaped."""

make_room(rulebooks, LARGEST_FORM, text=LARGEST_FORM)
