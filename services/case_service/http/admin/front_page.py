"""/admin: the rooms."""

from __future__ import annotations

from flask import render_template

from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.rooms import doors
from services.case_service.http.identity import current_rights
from services.case_service.http.rights import Right, needs


@admin.get("/admin")
@needs(Right.ADMINISTER)
def front_page() -> str:
    """What can be set up, and where."""
    return render_template("admin/front.html", doors=doors(current_rights()))
