"""The group of pages."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from services.case_service.http.form_sizes import make_room

avvik = Blueprint("avvik", __name__)

LARGEST_TABLE: Final = 2 * 1024 * 1024
"""Bytes of a table that comes back: more avvik than a municipality has in ten years."""

make_room(avvik, LARGEST_TABLE, at={"register_returned"})
