"""Pages of the tests' own that ask for a second factor, as the pages of a case do."""

from __future__ import annotations

from flask import Flask

from services.case_service.http.rights import Right, needs
from services.case_service.http.signing_in.demanding import require_second_factor, require_step_up


def add_confidential_pages(app: Flask) -> None:
    @needs(Right.SIGNED_IN)
    def case() -> str:
        require_second_factor()
        return "the case"

    @needs(Right.SIGNED_IN)
    def export() -> str:
        require_step_up()
        return "the export"

    app.add_url_rule("/case", "case", case)
    app.add_url_rule("/export", "export", export, methods=["GET", "POST"])
