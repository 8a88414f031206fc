"""The pages on which something is reported."""

from __future__ import annotations

from flask import Blueprint

from services.case_service.http.attachments.blueprint import LARGEST_FORM
from services.case_service.http.form_sizes import make_room

reporting = Blueprint("reporting", __name__)

make_room(reporting, LARGEST_FORM, at={"report_concern", "report_on_behalf", "record_physical"})
