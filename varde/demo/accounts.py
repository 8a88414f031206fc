"""The demo's logins. They open invented data alone, so their password is no secret and is printed at the start."""

from __future__ import annotations

import msgspec

from events.lists.people import Role
from services.case_service.http.accounts import Accounts
from varde.demo.municipality import SCHOOLS
from varde.settings import Settings

PASSWORD = "lyngfjord"  # noqa: S105 - opens invented data only


class DemoLogin(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to try Varde as."""

    login: str
    name: str
    roles: tuple[Role, ...]
    schools: tuple[str, ...] = ()


LOGINS = (
    DemoLogin(login="skoleeier", name="Oda Kvitsand", roles=(Role.SCHOOL_OWNER,)),
    DemoLogin(login="raadgiver", name="Leif Granhaug", roles=(Role.OWNER_ADVISER,)),
    DemoLogin(login="rektor", name="Gro Bergtun", roles=(Role.PRINCIPAL,), schools=(SCHOOLS[0].orgnr,)),
    DemoLogin(login="laerer", name="Aksel Heiane", roles=(Role.FORM_TEACHER,), schools=(SCHOOLS[0].orgnr,)),
)


def make_accounts(settings: Settings) -> None:
    """Write the demo's logins for the tenant."""
    accounts = Accounts(settings.accounts_file)
    for login in LOGINS:
        accounts.add(login=login.login, name=login.name, password=PASSWORD, roles=login.roles, schools=login.schools, demo=True)
