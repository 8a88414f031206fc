"""The first page of reporting, which asks what it is about."""

from __future__ import annotations

from flask import render_template

from events.lists.people import Role
from services.case_service.http.persons import current_person
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.schools import today
from services.case_service.http.rights import Right, needs
from services.case_service.rights.acting import LEADERS

GIVES_CODES = frozenset({Role.PRINCIPAL, Role.DEPARTMENT_HEAD})
"""Who gives out the codes of the school's kiosk."""


@reporting.get("/meld")
@needs(Right.REPORT)
def choose() -> str:
    """Four ways to report, the most common one first and largest."""
    return render_template("reporting/choose.html", leads=reports_for_others(), gives_codes=_holds(GIVES_CODES))


def reports_for_others() -> bool:
    """Whether the person who is logged in writes down what people without an account say."""
    return _holds(LEADERS)


def _holds(roles: frozenset[Role]) -> bool:
    return any(held.role in roles for held in current_person().roles_on(today()))
