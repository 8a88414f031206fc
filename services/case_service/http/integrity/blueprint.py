"""The group of addresses under /integrity. They need no login: what they tell is meant for outsiders, and hashes alone."""

from __future__ import annotations

from flask import Blueprint

integrity = Blueprint("integrity", __name__, url_prefix="/integrity")
