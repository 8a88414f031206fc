"""Who is asking: read from the session in every request, with the rights that the account has now."""

from __future__ import annotations

from hmac import compare_digest

from flask import g, session

from services.case_service.http.accounts import Account
from services.case_service.http.rights import Right, rights_of
from services.case_service.http.sessions import password_mark
from services.case_service.http.web import the_web

SESSION_KEY = "session"


def current_account() -> Account | None:
    """The account of the one who asks, or None when nobody is logged in."""
    if "account" not in g:
        g.account = _account_of_session()
    found: Account | None = g.account
    return found


def current_rights() -> frozenset[Right]:
    """What the one who asks may do."""
    account = current_account()
    return frozenset({Right.ANYONE}) if account is None else rights_of(account.roles)


def log_in(account: Account) -> None:
    """Start a new session: nothing of what was there before the login stays."""
    log_out()
    web = the_web()
    session[SESSION_KEY] = web.sessions.start(account, web.clock())
    g.account = account


def log_out() -> None:
    """End the session on the server, and empty the cookie."""
    if isinstance(token := session.get(SESSION_KEY), str):
        the_web().sessions.end(token)
    session.clear()
    g.pop("csrf_token", None)
    g.account = None


def _account_of_session() -> Account | None:
    if not isinstance(token := session.get(SESSION_KEY), str):
        return None
    web = the_web()
    found = web.sessions.login_of(token, web.clock())
    account = web.accounts.get(found[0]) if found else None
    if found is None or account is None or not compare_digest(found[1], password_mark(account)):
        log_out()
        return None
    return account
