"""What can be done with somebody's login, in the order in which the page offers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from events.lists.access import LoginAct
from services.case_service.http.account import Account
from services.case_service.http.invitations import Invitations
from services.case_service.http.web import the_web


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be done: what is recorded, its words, and what it changes."""

    fact: LoginAct
    text: str
    do: Callable[[Account], None]
    grave: bool = False


def _reset_second_factor(account: Account) -> None:
    the_web().accounts.change(account.login, totp=None, recovery=())
    the_web().sessions.end_all_of(account.login)


def _end_sessions(account: Account) -> None:
    the_web().sessions.end_all_of(account.login)


def _close(account: Account) -> None:
    the_web().accounts.disable(account.login)
    the_web().sessions.end_all_of(account.login)
    Invitations(the_web().settings.accounts_file).withdraw(account.login)


def _open(account: Account) -> None:
    the_web().accounts.enable(account.login)


def _nothing_yet(_: Account) -> None:
    """The link alone is made; the password stays what it is until she sets another."""


ACTS: Final[Mapping[str, Act]] = {
    "lenke": Act(fact=LoginAct.PASSWORD_RESET, text="admin.login.do.link", do=_nothing_yet),
    "totrinn": Act(fact=LoginAct.SECOND_FACTOR_RESET, text="admin.login.do.second_factor", do=_reset_second_factor),
    "okter": Act(fact=LoginAct.SESSIONS_ENDED, text="admin.login.do.sessions", do=_end_sessions),
    "steng": Act(fact=LoginAct.CLOSED, text="admin.login.do.close", do=_close, grave=True),
    "apne": Act(fact=LoginAct.OPENED, text="admin.login.do.open", do=_open),
}
"""By the last part of the address."""


def offered(act: Act, account: Account) -> bool:
    """Whether an act makes sense for an account as it is."""
    match act.fact:
        case LoginAct.OPENED:
            return account.disabled
        case LoginAct.SECOND_FACTOR_RESET:
            return account.totp is not None
        case _:
            return not account.disabled
