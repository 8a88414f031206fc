"""The demo's logins. They open invented data alone, so their password is no secret and is printed at the start."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from events.lists.people import Role
from services.case_service.http.accounts import Accounts
from services.case_service.rights import Kind
from varde.demo.municipality import DATA_PROTECTION_OFFICER, OWNER, OWNER_ADVISER, SCHOOLS
from varde.demo.people import (
    ADMINISTRATOR,
    AFTER_SCHOOL,
    ARCHIVIST,
    AUDITOR,
    HANDLER,
    NAMES,
    NURSE,
    OTHER_PRINCIPAL,
    PRINCIPAL,
    SUSPECTED,
    TEACHER,
    TEACHER_2,
    guardian_name,
    pupils,
)
from varde.demo.today import FAMILYS_PUPIL
from varde.settings import Settings

PASSWORD = "lyngfjord"  # noqa: S105 - opens invented data only


class DemoLogin(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to try Varde as; ``group`` is where the login page shows her."""

    login: str
    person: UUID
    group: str
    roles: tuple[Role, ...] = ()
    schools: tuple[str, ...] = ()


FIRST, THIRD = (SCHOOLS[0].orgnr,), (SCHOOLS[2].orgnr,)
STAFF, MUNICIPALITY_STAFF, CONTROL = "school", "owner", "control"
LOGINS = (
    DemoLogin(login="laerer", person=TEACHER, group=STAFF, roles=(Role.FORM_TEACHER,), schools=FIRST),
    DemoLogin(login="laerer2", person=TEACHER_2, group=STAFF, roles=(Role.FORM_TEACHER,), schools=FIRST),
    DemoLogin(login="saksbehandler", person=HANDLER, group=STAFF, roles=(Role.CASE_HANDLER,), schools=FIRST),
    DemoLogin(login="rektor", person=PRINCIPAL, group=STAFF, roles=(Role.PRINCIPAL,), schools=FIRST),
    DemoLogin(login="rektor2", person=OTHER_PRINCIPAL, group=STAFF, roles=(Role.PRINCIPAL,), schools=THIRD),
    DemoLogin(login="mistenkt", person=SUSPECTED, group=STAFF, roles=(Role.FORM_TEACHER,), schools=FIRST),
    DemoLogin(login="sfo", person=AFTER_SCHOOL, group=STAFF, roles=(Role.AFTER_SCHOOL_LEADER,), schools=FIRST),
    DemoLogin(login="helsesykepleier", person=NURSE, group=STAFF, roles=(Role.SCHOOL_NURSE,), schools=FIRST),
    DemoLogin(login="skoleeier", person=OWNER, group=MUNICIPALITY_STAFF, roles=(Role.SCHOOL_OWNER,)),
    DemoLogin(login="raadgiver", person=OWNER_ADVISER, group=MUNICIPALITY_STAFF, roles=(Role.OWNER_ADVISER,)),
    DemoLogin(login="administrator", person=ADMINISTRATOR, group=MUNICIPALITY_STAFF, roles=(Role.ADMINISTRATOR,)),
    DemoLogin(login="arkivar", person=ARCHIVIST, group=CONTROL, roles=(Role.ARCHIVIST,)),
    DemoLogin(login="revisor", person=AUDITOR, group=CONTROL, roles=(Role.AUDITOR,)),
    DemoLogin(login="personvernombud", person=DATA_PROTECTION_OFFICER, group=CONTROL, roles=(Role.DATA_PROTECTION_OFFICER,)),
)


def make_accounts(settings: Settings, first_day: date) -> None:
    """Write the demo's logins for the tenant; ``first_day`` is the day on which the demo's people were registered."""
    accounts = Accounts(settings.accounts_file)
    for login in LOGINS:
        accounts.add(
            login=login.login,
            name=NAMES.get(login.person, login.login.capitalize()),
            password=PASSWORD,
            roles=login.roles,
            schools=login.schools,
            person=login.person,
            demo=True,
            group=f"demo.group.{login.group}",
            sentence=f"demo.try.{login.login}",
        )
    child = pupils(SCHOOLS[0], first_day)[FAMILYS_PUPIL]
    _family(accounts, "forelder", guardian_name(child), child.guardian(), Kind.GUARDIAN)
    _family(accounts, "elev", child.name, child.id, Kind.PUPIL)


def _family(accounts: Accounts, login: str, name: str, person: UUID, kind: Kind) -> None:
    accounts.add(
        login=login,
        name=name,
        password=PASSWORD,
        person=person,
        kind=kind,
        demo=True,
        group="demo.group.family",
        sentence=f"demo.try.{login}",
    )
