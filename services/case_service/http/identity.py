"""Who is asking: read from the session in every request, with the account as it stands now."""

from __future__ import annotations

import logging
from datetime import datetime
from hmac import compare_digest

import msgspec
from flask import g, request, session

from services.case_service.http.account import Account
from services.case_service.http.problem_details import asks_api
from services.case_service.http.rights import Right, rights_of
from services.case_service.http.sessions import Proof, account_mark
from services.case_service.http.standing import standing_of
from services.case_service.http.web import the_web
from services.case_service.rights.person import Kind

SESSION_KEY = "session"
log = logging.getLogger(__name__)

BY_TOKEN = "token"  # noqa: S105 - the name of a way to log in
"""How somebody came who was let in by a token of the API."""

CSRF_KEY = "csrf_token"
"""Where Flask-WTF keeps the secret of the forms' tokens."""


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who is logged in, and how surely it is she. ``stepped_up_at``: when a second factor was last given, in UTC."""

    account: Account
    started_at: datetime
    proof: Proof

    @property
    def method(self) -> str:
        """``password``, or the name of the login provider."""
        return self.proof.method

    @property
    def acr(self) -> str | None:
        """How sure the provider says it is."""
        return self.proof.acr

    @property
    def amr(self) -> tuple[str, ...]:
        """By what means the provider says she proved it."""
        return self.proof.amr

    @property
    def second_factor(self) -> bool:
        """Whether a second factor was given in this session."""
        return self.proof.second_factor

    @property
    def stepped_up_at(self) -> datetime | None:
        """When a second factor was last given."""
        return self.proof.stepped_up_at


def current_login() -> SignedIn | None:
    """The login of the one who asks, or None when nobody is logged in."""
    if "signed_in" not in g:
        g.signed_in = None  # so that an error page on the way shows nobody's name, and does not ask again
        g.signed_in = _signed_in()
    found: SignedIn | None = g.signed_in
    return found


def current_account() -> Account | None:
    """The account of the one who asks, or None when nobody is logged in."""
    login = current_login()
    return None if login is None else login.account


def current_rights() -> frozenset[Right]:
    """What the one who asks may do."""
    account = current_account()
    if account is None:
        return frozenset({Right.ANYONE})
    family = frozenset() if account.kind is Kind.STAFF else frozenset({Right.FAMILY})
    return rights_of(standing_of(account).roles) | family


def log_in(account: Account, proof: Proof, *, since: datetime | None = None) -> None:
    """Start a new session: nothing of what was there before the login stays.

    ``since`` is given when it goes on from an earlier one, with more proof: its longest life counts from there.
    """
    log_out()
    web = the_web()
    now = web.clock()
    session[SESSION_KEY] = web.sessions.start(account, now, proof, since=since)
    g.signed_in = SignedIn(account=account, started_at=since or now, proof=proof)


def go_on(proof: Proof, account: Account | None = None) -> None:
    """Go on in a new session with more proof, and with the ``account`` as it has become. Other tabs' forms keep their token."""
    login, token = current_login(), session.get(CSRF_KEY)
    if login is not None:
        log_in(account or login.account, proof, since=login.started_at)
        if token is not None:
            session[CSRF_KEY] = token


def log_out() -> None:
    """End the session on the server, and empty the cookie."""
    if isinstance(token := session.get(SESSION_KEY), str):
        the_web().sessions.end(token)
    session.clear()
    g.pop("csrf_token", None)
    g.signed_in = None


def bearer() -> str | None:
    """The token that a program sends along (RFC 6750 § 2.1); nowhere but under the API does it open anything."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if asks_api() and kind.lower() == "bearer" else None


def _signed_in() -> SignedIn | None:
    if (token := bearer()) is not None:
        return _by_token(token)
    return _by_session()


def _by_token(written: str) -> SignedIn | None:
    """Whom a token stands for. A session's cookie that comes along counts for nothing."""
    web = the_web()
    token = web.tokens.find(written, web.clock())
    account = web.accounts.get(token.login) if token else None
    if token is None or account is None or not _is_open(account):
        return None
    log.info("the token %s is used as %s", token.id, account.person)
    return SignedIn(account=account, started_at=token.issued_at, proof=Proof(method=BY_TOKEN, second_factor=token.content))


def _by_session() -> SignedIn | None:
    if not isinstance(token := session.get(SESSION_KEY), str):
        return None
    web = the_web()
    found = web.sessions.find(token, web.clock())
    account = web.accounts.get(found.login) if found else None
    if found is None or account is None or not _is_open(account) or not compare_digest(found.mark, account_mark(account)):
        log_out()
        return None
    return SignedIn(account=account, started_at=found.started_at, proof=found.proof)


def _is_open(account: Account) -> bool:
    return not account.disabled and not standing_of(account).left
