"""varde account: who may log in, and how."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import Annotated, Any
from uuid import UUID

import typer

from events.lists.people import Role
from services.case_service.http.account import Account
from services.case_service.http.accounts import Accounts
from services.case_service.rights import Kind
from varde.cli.output import BAD_USE, AsJson, fail, give, say, table, tell
from varde.composition import account_keys
from varde.settings import Settings, read_settings

SHORTEST_PASSWORD = 12
COLUMNS = ("login", "name", "kind", "ways", "state", "person")

app = typer.Typer(no_args_is_help=True, help="Who may log in: add, list, identify, reset, disable, enable.")

Login = Annotated[str, typer.Argument(help="Small letters, digits, dot, dash and underscore.")]


@app.command(name="add", help="Give somebody a login. Without --no-password a password is asked for.")
def add(
    login: Login,
    *,
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[
        list[Role] | None, typer.Option(help="For whom no staff event knows; may be given several times.", show_choices=False)
    ] = None,
    school: Annotated[list[str] | None, typer.Option(help="Organisation number; may be given several times.")] = None,
    person: Annotated[str | None, typer.Option(help="The person's id in the events; a new one when left out.")] = None,
    kind: Annotated[Kind, typer.Option(help="In what capacity.")] = Kind.STAFF,
    password: Annotated[bool, typer.Option("--password/--no-password", help="Whether she logs in with a password here.")] = True,
    as_json: AsJson = False,
) -> None:
    """Add an account; one that is there already is left alone."""
    _, accounts = _open()
    if accounts.get(login) is not None:
        fail("account.exists", login=login)
    who = _person(person)
    secret = _new_password() if password else None
    try:
        added = accounts.add(
            login=login,
            name=name,
            password=secret,
            roles=tuple(role or ()),
            schools=tuple(school or ()),
            person=who,
            kind=kind,
        )
    except ValueError:
        if who is not None and accounts.of_person(who) is not None:
            fail("account.taken")
        fail("account.bad_login", status=BAD_USE, value=login)
    _done("account.done", added, accounts, as_json=as_json)


@app.command(name="list", help="All accounts.")
def everyone(*, as_json: AsJson = False) -> None:
    """Show the accounts; what they keep secret is not shown."""
    _, accounts = _open()
    found = accounts.everyone()
    if as_json:
        give([_shown(account, accounts) for account in found])
        return
    table(
        [f"account.column.{column}" for column in COLUMNS],
        [
            (account.login, account.name, account.kind.value, ", ".join(_ways(account, accounts)), _state(account), account.person)
            for account in found
        ],
    )


@app.command(
    name="identify", help="Let a login provider vouch for an account. The identity is asked for, and kept as a keyed hash."
)
def identify(
    login: Login,
    provider: Annotated[str, typer.Option(help="Its name in VARDE_OIDC_FILE.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Link an account with what a provider calls the person: a Feide name, a birth number, a subject."""
    settings, accounts = _open()
    known = {one.name: one for one in settings.providers}
    if provider not in known:
        fail("account.no_provider", status=BAD_USE, provider=provider, known=", ".join(known) or "-")
    identity = known[provider].written(_asked("account.identity", provider=provider))
    try:
        accounts.identify(login, provider, account_keys(settings).mark(provider, identity))
    except KeyError:
        fail("account.unknown", login=login)
    except ValueError:
        fail("account.taken")
    _done("account.identified", accounts.get(login), accounts, as_json=as_json, provider=provider)


@app.command(name="reset", help="Give a new password. All sessions end, and the second factor must be set up anew.")
def reset(login: Login, *, as_json: AsJson = False) -> None:
    """Give a new password."""
    _, accounts = _open()
    _known(accounts, login)
    _done("account.reset", accounts.set_password(login, _new_password()), accounts, as_json=as_json)


@app.command(name="disable", help="Close an account: it opens nothing from now on, also where it is logged in.")
def disable(login: Login, *, as_json: AsJson = False) -> None:
    """Close an account."""
    _, accounts = _open()
    _known(accounts, login)
    _done("account.disabled", accounts.disable(login), accounts, as_json=as_json)


@app.command(name="enable", help="Open a closed account again.")
def enable(login: Login, *, as_json: AsJson = False) -> None:
    """Open a closed account."""
    _, accounts = _open()
    _known(accounts, login)
    _done("account.enabled", accounts.enable(login), accounts, as_json=as_json)


def _open() -> tuple[Settings, Accounts]:
    settings = read_settings(os.environ)
    return settings, Accounts(settings.accounts_file)


def _known(accounts: Accounts, login: str) -> None:
    if accounts.get(login) is None:
        fail("account.unknown", login=login)


def _person(given: str | None) -> UUID | None:
    try:
        return None if given is None else UUID(given)
    except ValueError:
        fail("account.bad_person", status=BAD_USE, value=given)


def _new_password() -> str:
    password = _asked("account.password")
    if len(password) < SHORTEST_PASSWORD:
        fail("account.too_short", status=BAD_USE, least=SHORTEST_PASSWORD)
    if sys.stdin.isatty() and getpass(say("account.again")) != password:
        fail("account.differ", status=BAD_USE)
    return password


def _asked(key: str, **values: object) -> str:
    """A secret: typed without being shown, or read from standard input, never an argument that the machine's others can see."""
    return getpass(say(key, **values)) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _done(key: str, account: Account | None, accounts: Accounts, *, as_json: bool, **values: object) -> None:
    if account is None:
        return
    if as_json:
        give(_shown(account, accounts))
    else:
        tell(key, login=account.login, **values)


def _shown(account: Account, accounts: Accounts) -> dict[str, Any]:
    return {
        "login": account.login,
        "name": account.name,
        "person": account.person,
        "kind": account.kind,
        "roles": account.roles,
        "schools": account.schools,
        "password": account.password_hash is not None,
        "app": account.totp is not None,
        "providers": accounts.providers_of(account.login),
        "disabled": account.disabled,
    }


def _ways(account: Account, accounts: Accounts) -> list[str]:
    own = [] if account.password_hash is None else [say("account.way.app" if account.totp else "account.way.password")]
    return [*own, *accounts.providers_of(account.login)]


def _state(account: Account) -> str:
    return say("account.state.closed" if account.disabled else "account.state.open")
