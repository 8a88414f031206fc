"""varde token: which other systems may use the API, in whose name, and until when."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import typer

from events.local_time import OSLO
from services.case_service.http.accounts import Accounts
from services.case_service.http.tokens import Token, Tokens
from varde.cli.output import BAD_USE, AsJson, fail, give, say, table, tell
from varde.clock import system_clock
from varde.settings import read_settings

COLUMNS = ("name", "login", "content", "until", "used", "state", "id")

app = typer.Typer(no_args_is_help=True, help="Tokens for the API: issue, list, revoke.")


@app.command(name="issue", help="Make a token. It is shown this once, and only its hash is kept.")
def issue(
    login: Annotated[str, typer.Option(help="In whose name it acts: its rights and denials are this account's.")],
    name: Annotated[str, typer.Option(help="Which system uses it.")],
    *,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long it holds.")] = 90,
    content: Annotated[bool, typer.Option("--content", help="Let it read and record case content; else facts alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a token for an account."""
    tokens, accounts = _open()
    if accounts.get(login) is None:
        fail("account.unknown", login=login)
    if not name.strip():
        fail("token.no_name", status=BAD_USE)
    now = system_clock()
    written, token = tokens.issue(name=name.strip(), login=login, content=content, now=now, until=now + timedelta(days=days))
    if as_json:
        give({"token": written, **_shown(token, None)})
        return
    tell("token.issued", name=token.name, login=login, until=_day(token.until))
    typer.echo(written)


@app.command(name="list", help="All tokens, without what opens anything.")
def everyone(*, as_json: AsJson = False) -> None:
    """Show the tokens, the newest first."""
    tokens, _ = _open()
    found = tokens.everyone()
    if as_json:
        give([_shown(token, used) for token, used in found])
        return
    table(
        [f"token.column.{column}" for column in COLUMNS],
        [
            (
                token.name,
                token.login,
                say("token.yes" if token.content else "token.no"),
                _day(token.until),
                "-" if used is None else _day(datetime.fromtimestamp(used, UTC)),
                say("token.state.open" if token.holds_at(system_clock()) else "token.state.closed"),
                token.id,
            )
            for token, used in found
        ],
    )


@app.command(name="revoke", help="Let a token open nothing from now on.")
def revoke(token: Annotated[str, typer.Argument(help="Its id, from the list.")], *, as_json: AsJson = False) -> None:
    """Take a token back."""
    tokens, _ = _open()
    try:
        revoked = tokens.revoke(UUID(token), system_clock())
    except (ValueError, KeyError):
        fail("token.unknown", id=token)
    if as_json:
        give(_shown(revoked, None))
    else:
        tell("token.revoked", name=revoked.name)


def _open() -> tuple[Tokens, Accounts]:
    file = read_settings(os.environ).accounts_file
    return Tokens(file), Accounts(file)


def _day(moment: datetime) -> str:
    return moment.astimezone(OSLO).date().isoformat()


def _shown(token: Token, used: float | None) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "login": token.login,
        "content": token.content,
        "issued_at": token.issued_at,
        "until": token.until,
        "revoked_at": token.revoked_at,
        "used_at": None if used is None else datetime.fromtimestamp(used, UTC),
    }
