"""The group of pages."""

from __future__ import annotations

from flask import Blueprint

from services.case_service.http.admin.office import acting

admin = Blueprint("admin", __name__)


@admin.before_request
def require_role_over_all_schools() -> None:
    """Abort 403 for whoever has the right by a role at a single school: it does not reach over the municipality."""
    acting()
