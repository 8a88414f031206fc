"""The group of pages."""

from __future__ import annotations

from flask import Blueprint, request

from services.case_service.http.admin.office import roles_over_all_schools
from services.case_service.http.rights import Right, stated_right

admin = Blueprint("admin", __name__)


@admin.before_request
def require_role_over_all_schools() -> None:
    """Abort 403 for whoever has the right by a role at a single school: it does not reach over the municipality."""
    roles_over_all_schools(stated_right(request.endpoint or "") or Right.ADMINISTER)
