"""/admin/innlogginger: who can log in, how, and the help that somebody needs who cannot."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from uuid import UUID

import msgspec
from flask import abort, render_template, request, url_for

from events.access import LoginAdministered
from services.case_service.http.account import Account
from services.case_service.http.accounts import LOGIN_NAME
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.history import name_of, told_changes
from services.case_service.http.admin.limits import may_change
from services.case_service.http.admin.login_acts import ACTS, offered
from services.case_service.http.invitations import Invitations
from services.case_service.http.languages import t
from services.case_service.http.recording import new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.signing_in.page import the_signing_in
from services.case_service.http.web import the_desk, the_web
from services.case_service.http.whole_numbers import page_number
from services.case_service.looking_up import is_called
from services.case_service.rights import Kind
from services.case_service.streams import access_stream

ON_A_PAGE: Final = 50
PLAIN: Final = {"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"}


class ShownLogin(msgspec.Struct, frozen=True, kw_only=True):
    """An account as the list shows it; what it keeps secret is not among it."""

    account: Account
    name: str
    ways: tuple[str, ...]
    waiting: bool

    def is_called(self, words: str) -> bool:
        """Whether all words are parts of her name or login."""
        return is_called(f"{self.name} {self.account.login}", words)


@admin.get("/admin/innlogginger")
@needs(Right.ADMINISTER)
def logins() -> str:
    """All accounts, or those asked for."""
    words, which, page = request.args.get("sok", "").strip()[:100], request.args.get("vis", ""), page_number()
    waiting = Invitations(the_web().settings.accounts_file).waiting(the_desk().clock())
    found = [_shown(one, waiting) for one in the_web().accounts.everyone() if which != "stengt" or one.disabled]
    wanted = [one for one in found if one.is_called(words)]
    wanted.sort(key=lambda one: one.name.casefold())
    first = (page - 1) * ON_A_PAGE
    return render_template(
        "admin/logins.html",
        rows=wanted[first : first + ON_A_PAGE],
        total=len(wanted),
        words=words,
        which=which,
        previous=url_for("admin.logins", sok=words, vis=which, side=page - 1) if page > 1 and first <= len(wanted) else "",
        following=url_for("admin.logins", sok=words, vis=which, side=page + 1) if first + ON_A_PAGE < len(wanted) else "",
    )


@admin.get("/admin/innlogginger/<uuid:person>")
@needs(Right.ADMINISTER)
def login(person: UUID) -> str:
    """One person's login, or a form to give her one."""
    return login_page(person)


def login_page(
    person: UUID, *, link: str = "", problems: tuple[tuple[str, str], ...] = (), written: dict[str, str] | None = None
) -> str:
    """The page, with the one-time link when it was just made."""
    account, desk = the_web().accounts.of_person(person), the_desk()
    row = desk.read_model.staff(person)
    if account is None and row is None:
        abort(404)
    mine = may_change(person)
    waiting = Invitations(the_web().settings.accounts_file).waiting(desk.clock())
    return render_template(
        "admin/login.html",
        person=person,
        shown=_shown(account, waiting) if account is not None else None,
        name=account_name(account) if account is not None else name_of(person),
        of_staff=row is not None,
        suggested=(written or {}).get("login") or (_free_login(name_of(person)) if account is None else ""),
        may_change=mine,
        acts=[(slug, act) for slug, act in ACTS.items() if account is not None and mine and offered(act, account)],
        providers=[(one.provider.name, one.provider.title) for one in the_signing_in().servers.values()],
        link=link,
        problems=problems,
        errors=dict(problems),
        key=new_key(),
        # A pupil's stream holds blocks as well, which are none of an administrator's business.
        history=told_changes(one for one in desk.store.facts(access_stream(person)) if isinstance(one.event, LoginAdministered)),
    )


def account_name(account: Account) -> str:
    """What the one behind an account is called: as she was registered, else as the account says."""
    return (the_desk().names.staff(account.person) if account.kind is Kind.STAFF else "") or account.name


def _shown(account: Account, waiting: frozenset[str]) -> ShownLogin:
    ways = [t("admin.login.way.app" if account.totp else "admin.login.way.password")] if account.password_hash else []
    titles = {one.provider.name: one.provider.title for one in the_signing_in().servers.values()}
    ways += [titles.get(name, name) for name in the_web().accounts.providers_of(account.login)]
    return ShownLogin(account=account, name=account_name(account), ways=tuple(ways), waiting=account.login in waiting)


def _free_login(name: str) -> str:
    """A login like the name that nobody has: "Elle Máret Åsmoen" becomes ``elle.asmoen``."""
    plain = "".join(PLAIN.get(sign, sign) for sign in name.casefold())
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    base = ".".join((words[0], words[-1]) if len(words) > 1 else words)[:60]
    if not LOGIN_NAME.fullmatch(base):
        return ""
    accounts = the_web().accounts
    return next(one for one in (base, *(f"{base}{number}" for number in range(2, 100))) if accounts.get(one) is None)
