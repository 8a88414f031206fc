"""Logging in through a provider: there and back again (OpenID Connect, code flow with PKCE, state and nonce)."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from joserfc.errors import JoseError
from joserfc.jws import extract_compact
from werkzeug.wrappers import Response

from services.case_service.http.account import Account
from services.case_service.http.identity import current_login, go_on, log_in
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.sessions import Proof
from services.case_service.http.signing_in import attempts
from services.case_service.http.signing_in.attempts import Attempt, Purpose
from services.case_service.http.signing_in.id_token import Claims, IdTokenError, believed
from services.case_service.http.signing_in.page import login_page, onward, the_signing_in
from services.case_service.http.signing_in.provider_server import ProviderError, ProviderServer, Tokens
from services.case_service.http.signing_in.second_factor import second_factor_page
from services.case_service.http.standing import standing_of
from services.case_service.http.web import the_web

provider_login = Blueprint("provider_login", __name__)
log = logging.getLogger(__name__)

Answer = str | Response | tuple[str, int]


@provider_login.get("/logg-inn/med/<name>")
@needs(Right.ANYONE)
def leave_for(name: str) -> Answer:
    """Send the browser to the provider. ``bytt`` asks it to let somebody else in than who is logged in there."""
    provider = _server(name).provider
    asked = {"acr_values": " ".join(provider.login_acr)} if provider.login_acr else {}
    if "bytt" in request.args:
        asked["prompt"] = "login"
    return _away(name, Purpose.LOGIN, asked)


@provider_login.get("/logg-inn/totrinn/med/<name>")
@needs(Right.SIGNED_IN)
def confirm_with(name: str) -> Answer:
    """Send the browser to the provider to prove anew who it is, with a second factor."""
    login = current_login()
    if login is None or login.method != name:
        abort(404)
    asked = {"prompt": "login", "max_age": "0"}
    if acr := _server(name).provider.second_factor_acr:
        asked["acr_values"] = " ".join(acr)
    return _away(name, Purpose.STEP_UP, asked)


@provider_login.get("/logg-inn/tilbake/<name>")
@needs(Right.ANYONE)
def come_back(name: str) -> Answer:
    """Take the browser in again, if all it brings is what was asked for."""
    server, now = _server(name), the_web().clock()
    attempt = attempts.take(request.args.get("state", ""), name, now)
    if attempt is None:
        log.warning("a login through %s came back that this browser did not begin", name)
        return login_page(t("page.login.provider.begin_again"), status=400)
    if "code" not in request.args:
        log.info("a login through %s came back without a code: %.40r", name, request.args.get("error", ""))
        return _refused(attempt, "page.login.provider.cancelled", 400)
    try:
        tokens, claims = _fetch(server, attempt, now)
        account = _known(server, _identity(server, tokens, claims))
    except IdTokenError as error:
        log.warning("a login through %s was refused: the ID token is %s", name, error.fault)
        return _refused(attempt, "page.login.provider.refused", 400)
    except ProviderError as error:
        log.warning("a login through %s failed: %s", name, error)
        return _refused(attempt, "page.login.provider.failed", 503)
    return _let_in(server, attempt, account, _proof(server, tokens, claims))


@provider_login.get("/logg-inn/ut/<name>")
@needs(Right.ANYONE)
def ended_there(name: str) -> Answer:
    """The provider tells that its session has ended (OpenID Connect Front-Channel Logout § 2)."""
    server = _server(name)
    if request.args.get("iss") == server.provider.issuer and (sid := request.args.get("sid")):
        the_web().sessions.end_at_provider(name, sid)
    return "", 204


def _server(name: str) -> ProviderServer:
    server = the_signing_in().servers.get(name)
    if server is None:
        abort(404)
    return server


def _away(name: str, purpose: Purpose, asked: dict[str, str]) -> Answer:
    server = _server(name)
    state, attempt = attempts.begin(name, purpose, onward(), the_web().clock())
    try:
        address = server.authorization_url(
            redirect_uri=_back(name),
            state=state,
            verifier=attempt.verifier,
            nonce=attempt.nonce,
            ui_locales=current_language().value,
            **asked,
        )
    except ProviderError as error:
        log.warning("nobody could be sent to %s: %s", name, error)
        return _refused(attempt, "page.login.provider.failed", 503)
    return redirect(address, code=303)


def _back(name: str) -> str:
    return url_for("provider_login.come_back", name=name, _external=True)


def _fetch(server: ProviderServer, attempt: Attempt, now: datetime) -> tuple[Tokens, Claims]:
    says = request.args.get("iss")
    if says != server.provider.issuer and (says is not None or server.doors().authorization_response_iss_parameter_supported):
        raise ProviderError("another issuer answered")
    tokens = server.tokens(code=request.args["code"], redirect_uri=_back(attempt.provider), verifier=attempt.verifier)
    claims = believed(
        tokens.id_token,
        keys=server.keys(knowing=_key_named(tokens.id_token)),
        provider=server.provider,
        nonce=attempt.nonce,
        now=now,
        confirmed_since=attempt.begun_at if attempt.purpose is Purpose.STEP_UP else None,
    )
    return tokens, claims


def _key_named(token: str) -> str | None:
    try:
        named = extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError, TypeError):
        return None
    return named if isinstance(named, str) else None


def _identity(server: ProviderServer, tokens: Tokens, claims: Claims) -> str | None:
    wanted = server.provider.identity_claim
    found = claims.everything.get(wanted)
    if found is None:
        told = server.about_person(tokens.access_token)
        if told.get("sub") != claims.subject:
            raise ProviderError("it told of somebody else than it let in")
        found = told.get(wanted)
    return server.provider.written(found) if isinstance(found, str) and found.strip() else None


def _known(server: ProviderServer, identity: str | None) -> Account | None:
    if identity is None:
        return None
    mark = the_signing_in().keys.mark(server.provider.name, identity)
    account = the_web().accounts.of_identity(server.provider.name, mark)
    if account is None or account.disabled or account.kind not in server.provider.kinds or standing_of(account).left:
        return None
    return account


def _proof(server: ProviderServer, tokens: Tokens, claims: Claims) -> Proof:
    name = server.provider.name
    second_factor = server.provider.has_second_factor(claims.acr, claims.amr)
    return Proof(
        method=name,
        acr=claims.acr,
        amr=claims.amr,
        second_factor=second_factor,
        stepped_up_at=claims.confirmed_at if second_factor else None,
        hint=the_signing_in().keys.seal(tokens.id_token.encode(), name),
        sid=claims.sid,
    )


def _let_in(server: ProviderServer, attempt: Attempt, account: Account | None, proof: Proof) -> Answer:
    name, login = attempt.provider, current_login()
    if account is None:
        log.warning("a login through %s was refused: nobody here has that identity", name)
        return render_template("signing_in/unknown.html", provider=server.provider), 403
    if attempt.purpose is Purpose.LOGIN:
        log_in(account, proof)
    elif login is None or login.account.login != account.login:
        log.warning("a confirmation through %s was refused: it was somebody else's", name)
        return _refused(attempt, "page.login.provider.somebody_else", 403)
    elif not proof.second_factor:
        log.warning("a confirmation through %s brought no second factor", name)
        return _refused(attempt, "page.second_factor.not_given", 403)
    else:
        go_on(proof)
    return redirect(attempt.onward, code=303)


def _refused(attempt: Attempt, key: str, status: int) -> Answer:
    message = t(key, provider=the_signing_in().servers[attempt.provider].provider.title)
    if attempt.purpose is Purpose.STEP_UP and (login := current_login()) is not None:
        return second_factor_page(login, onward=attempt.onward, message=message, status=status)
    return login_page(message, status=status)
