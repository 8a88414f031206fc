"""Every group of pages that the server has, one line each: what is not named here is not served. Logging in adds itself."""

from __future__ import annotations

from flask import Blueprint

from services.case_service.http.about.pages import about
from services.case_service.http.access import access
from services.case_service.http.admin import admin
from services.case_service.http.api import api
from services.case_service.http.attachments import attachment_pages
from services.case_service.http.avvik import avvik
from services.case_service.http.cases import cases
from services.case_service.http.disposal import disposal_pages
from services.case_service.http.enforcement.page import enforcement_pages
from services.case_service.http.health import health
from services.case_service.http.inbox import inbox
from services.case_service.http.integrity import integrity
from services.case_service.http.letters import letter_pages, letter_templates
from services.case_service.http.matters import matter_pages
from services.case_service.http.my_day import my_day
from services.case_service.http.notices import notices
from services.case_service.http.packages import package_pages
from services.case_service.http.portal import portal
from services.case_service.http.process_export import process_export
from services.case_service.http.record import record_pages
from services.case_service.http.replay import replay_pages
from services.case_service.http.reporting import reporting
from services.case_service.http.roster import roster
from services.case_service.http.routines import routine_pages
from services.case_service.http.rulebooks import rulebooks
from services.case_service.http.school_maps import school_map_pages
from services.case_service.http.start import start
from services.case_service.http.surveys import survey_pages
from services.case_service.http.year import year_pages

BLUEPRINTS: tuple[Blueprint, ...] = (
    start,
    my_day,
    inbox,
    cases,
    matter_pages,
    replay_pages,
    enforcement_pages,
    notices,
    avvik,
    year_pages,
    about,
    attachment_pages,
    access,
    letter_pages,
    letter_templates,
    package_pages,
    record_pages,
    reporting,
    portal,
    process_export,
    routine_pages,
    survey_pages,
    school_map_pages,
    admin,
    disposal_pages,
    rulebooks,
    roster,
    api,
    integrity,
    health,
)
