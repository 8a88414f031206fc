"""Who may ask for what: every view states the right it needs, and a view that states none is closed to all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app

from events.lists.people import Role
from services.case_service.rights.matrix import STAFF

View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "varde_right"
EXTENSION = "varde.mounted_rights"


class Right(StrEnum):
    """What a view asks of the one who comes."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    SEE_OVERVIEW = "see_overview"
    SEE_LOGS = "see_logs"
    SEE_INTEGRITY = "see_integrity"
    REPORT = "report"
    LEAD_FOR_OWNER = "lead_for_owner"
    FAMILY = "family"
    SEE_CASES = "see_cases"
    READ_INBOX = "read_inbox"
    TREAT_AVVIK = "treat_avvik"
    ADMINISTER = "administer"
    READ_ROUTINES = "read_routines"
    KEEP_ROUTINES = "keep_routines"
    SEE_SURVEY_RESULTS = "see_survey_results"
    IMPORT_SURVEY_RESULTS = "import_survey_results"
    READ_THE_YEAR = "read_the_year"
    KEEP_THE_YEAR = "keep_the_year"
    READ_PUBLISHED = "read_published"
    EXPORT_PROCESSES = "export_processes"
    DISPOSE = "dispose"


SEES_ALL_SCHOOLS = frozenset({Role.SCHOOL_OWNER, Role.OWNER_ADVISER})
"""Opplæringslova § 28-1: the school owner answers for all its schools."""

SEES_OWN_SCHOOL = frozenset({Role.PRINCIPAL, Role.DEPARTMENT_HEAD})

WORKS_AT_A_SCHOOL = frozenset(
    {
        Role.EMPLOYEE,
        Role.FORM_TEACHER,
        Role.OBSERVER,
        Role.CASE_HANDLER,
        Role.DEPARTMENT_HEAD,
        Role.AFTER_SCHOOL_LEADER,
        Role.PRINCIPAL,
        Role.SCHOOL_NURSE,
        Role.EDUCATIONAL_PSYCHOLOGY_SERVICE,
    }
)
"""Opplæringslova § 12-4: everybody who works at the school."""

LET_IN = frozenset({Role.AUDITOR, Role.DATA_PROTECTION_OFFICER, Role.ARCHIVIST})
"""Those who are given access to a case from outside it, and find in their list of cases what they were given."""

OF_ROLES: Mapping[Right, frozenset[Role]] = {
    Right.SEE_OVERVIEW: SEES_ALL_SCHOOLS | SEES_OWN_SCHOOL,
    Right.SEE_CASES: SEES_ALL_SCHOOLS | WORKS_AT_A_SCHOOL | LET_IN,
    Right.READ_INBOX: frozenset({Role.PRINCIPAL}),
    Right.TREAT_AVVIK: SEES_ALL_SCHOOLS | {Role.PRINCIPAL},
    Right.REPORT: STAFF,
    Right.LEAD_FOR_OWNER: SEES_ALL_SCHOOLS,
    Right.READ_ROUTINES: SEES_ALL_SCHOOLS | WORKS_AT_A_SCHOOL,
    Right.KEEP_ROUTINES: SEES_ALL_SCHOOLS | SEES_OWN_SCHOOL,
    Right.SEE_SURVEY_RESULTS: SEES_ALL_SCHOOLS | WORKS_AT_A_SCHOOL,
    Right.IMPORT_SURVEY_RESULTS: SEES_ALL_SCHOOLS | SEES_OWN_SCHOOL,
    Right.ADMINISTER: frozenset({Role.ADMINISTRATOR, Role.SCHOOL_OWNER}),
    Right.READ_THE_YEAR: SEES_ALL_SCHOOLS | WORKS_AT_A_SCHOOL,
    Right.KEEP_THE_YEAR: SEES_ALL_SCHOOLS | SEES_OWN_SCHOOL,  # each her own: a school's, or the municipality's
    Right.READ_PUBLISHED: SEES_ALL_SCHOOLS | SEES_OWN_SCHOOL | {Role.AUDITOR, Role.DATA_PROTECTION_OFFICER},
    Right.DISPOSE: frozenset({Role.ARCHIVIST, Role.SCHOOL_OWNER, Role.ADMINISTRATOR}),
    Right.EXPORT_PROCESSES: SEES_ALL_SCHOOLS | {Role.PRINCIPAL},
    Right.SEE_INTEGRITY: frozenset({Role.ADMINISTRATOR, Role.SCHOOL_OWNER, Role.AUDITOR, Role.DATA_PROTECTION_OFFICER}),
    Right.SEE_LOGS: frozenset({Role.DATA_PROTECTION_OFFICER, Role.AUDITOR, Role.SCHOOL_OWNER}),
}
"""Which roles give a right, one line each. What somebody may do with a single matter is decided in services.case_service.rights."""


def rights_of(roles: Collection[Role]) -> frozenset[Right]:
    """The rights that follow from a person's roles."""
    held = {right for right, giving in OF_ROLES.items() if not giving.isdisjoint(roles)}
    return frozenset({Right.ANYONE, Right.SIGNED_IN} | held)


def needs(right: Right) -> Callable[[View], View]:
    """State the right that a view needs."""

    def state(view: View) -> View:
        setattr(view, ATTRIBUTE, right)
        return view

    return state


def protect_mounted(app: Flask, prefix: str, right: Right) -> None:
    """State the right for every route under ``prefix`` that another library put on the server."""
    stated: dict[str, Right] = app.extensions.setdefault(EXTENSION, {})
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(prefix):
            stated[rule.endpoint] = right


def stated_right(endpoint: str, app: Flask | None = None) -> Right | None:
    """The right an endpoint needs, or None when nobody stated one."""
    server = app or current_app
    mounted: dict[str, Right] = server.extensions.get(EXTENSION, {})
    return mounted.get(endpoint) or getattr(server.view_functions.get(endpoint), ATTRIBUTE, None)
