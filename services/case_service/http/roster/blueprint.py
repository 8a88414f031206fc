"""The group of pages."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from services.case_service.http.form_sizes import make_room
from services.case_service.roster.waiting import LARGEST

roster = Blueprint("roster", __name__)

AROUND: Final = 64 * 1024
"""Bytes of a form around the bundle."""

make_room(roster, LARGEST + AROUND, at={"upload"})
