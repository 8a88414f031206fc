"""The web applications that gunicorn serves: the case service's pages, the dashboards, or both in one."""

from __future__ import annotations

import gc
import os
from datetime import date, datetime
from typing import Final

from flask import Flask

from dashboards.app import mount
from dashboards.kit.links import PREFIX
from dashboards.viewer import Viewer
from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.http.account import Account
from services.case_service.http.app import create_app
from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.persons import current_person
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, protect_mounted
from services.case_service.http.school_reach import today
from services.case_service.http.settings import WebSettings
from services.case_service.http.shell import mounted_page
from services.case_service.http.shut_out import cases_closed_to_her
from services.reporting.questions import Scope
from services.reporting.serving.client import RemoteQueries
from varde.clock import system_clock
from varde.composition import open_desk, readiness
from varde.demo.accounts import PASSWORD
from varde.demo.municipality import DEMO_TENANT
from varde.log_lines import write_log_lines
from varde.open_data import PAGE as OPEN_DATA
from varde.open_data import add_open_data
from varde.settings import Settings, read_settings

LEADERS = frozenset({Role.PRINCIPAL, Role.DEPARTMENT_HEAD})
"""Who has a lawful need for small numbers of the schools where she is that. Over all schools only the owner has: § 28-1."""


def cases() -> Flask:
    """The case service's pages alone; the overview is where VARDE_OVERVIEW_URL says."""
    write_log_lines()
    settings = read_settings(os.environ)
    server = _pages(settings, overview_url=os.environ.get("VARDE_OVERVIEW_URL", PREFIX))
    leave_alone_what_stays()
    return server


def dashboards() -> Flask:
    """The dashboards as a server of their own: with the same login pages, so that it can stand alone behind the same session."""
    return everything()


def everything() -> Flask:
    """Pages and dashboards on one server."""
    write_log_lines()
    settings = read_settings(os.environ)
    server = _pages(settings, overview_url=PREFIX)
    add_open_data(server, RemoteQueries(settings.warehouse_socket), settings.tenant, name=settings.municipality, today=_today)
    mount(
        server,
        queries=RemoteQueries(settings.warehouse_socket),
        viewer=lambda: viewer_of(settings.tenant, current_account()),
        language=current_language,
        page=mounted_page,
        clock=_clock,
        open_data=OPEN_DATA,
        key=settings.pseudonym_key(),
    )
    protect_mounted(server, PREFIX, Right.SEE_OVERVIEW)
    leave_alone_what_stays()
    return server


OBJECTS_BETWEEN: Final = 100_000
"""New objects between two looks for garbage that holds on to itself. A large page is a quarter of a million, and leaves none."""


def leave_alone_what_stays() -> None:
    """Keep the collector of garbage from what a server is made of: to look through it takes a fifth of a second of a request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN)


def _pages(settings: Settings, *, overview_url: str) -> Flask:
    demo = settings.tenant == DEMO_TENANT
    return create_app(
        WebSettings(
            secret_key=settings.secret_key(),
            municipality=settings.municipality,
            accounts_file=settings.accounts_file,
            sessions_file=settings.home / "sessions.sqlite",
            overview_url=overview_url,
            secure_cookies=settings.secure_cookies,
            hosts=settings.hosts,
            demo_password=PASSWORD if demo else None,
            proxies=settings.proxies,
            sealing_key=settings.account_key(),
            marking_key=settings.pseudonym_key(),
            providers=settings.providers,
            own_net=settings.outside.own_net,
        ),
        clock=_clock,
        ready=lambda: readiness(settings),
        desk=lambda: open_desk(settings),
    )


def _clock() -> datetime:
    return system_clock()


def _today() -> date:
    return _clock().astimezone(OSLO).date()


def viewer_of(tenant: str, account: Account | None) -> Viewer | None:
    """What the one who is logged in may see of the warehouse; None for nobody. Cases that are closed to her are left out of it."""
    if account is None:
        return None
    held = current_person().roles_on(today())
    in_municipality = {one.role for one in held if one.at_school is None}
    everywhere = not SEES_ALL_SCHOOLS.isdisjoint(in_municipality)
    led = sorted({one.at_school for one in held if one.role in LEADERS and one.at_school is not None})
    exact = Role.SCHOOL_OWNER in in_municipality or (not everywhere and bool(led))
    schools = None if everywhere else tuple(led)
    return Viewer(
        scope=Scope(
            tenant=tenant,
            schools=schools,
            exact=exact,
            without=tuple(sorted(cases_closed_to_her(schools))) if exact else (),
        ),
        language=current_language(),
    )
