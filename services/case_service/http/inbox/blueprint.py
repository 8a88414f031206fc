"""The group of pages."""

from __future__ import annotations

from flask import Blueprint

inbox = Blueprint("inbox", __name__)
