"""The file of login providers (VARDE_OIDC_FILE): TOML, one table for each.

What Feide and ID-porten have in common for every municipality is known here; a provider of another kind says it all itself.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec

from services.case_service.http.signing_in.provider import Provider
from services.case_service.http.signing_in.safe_address import is_safe
from services.case_service.rights.person import Kind

NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")
CLIENT_AUTH: Final = ("client_secret_basic", "client_secret_post", "private_key_jwt")
KNOWN: Final[dict[str, dict[str, Any]]] = {
    "feide": {
        "title": "Feide",
        "issuer": "https://auth.dataporten.no",
        "kinds": [Kind.STAFF.value],
        "scopes": ["openid", "userid-feide"],
        "identity_claim": "https://n.feide.no/claims/eduPersonPrincipalName",
        "ignore_case": True,
        "second_factor_acr": ["urn:mace:feide.no:auth:level:fad08:3"],
    },
    "id-porten": {
        "title": "ID-porten",
        "issuer": "https://idporten.no",
        "kinds": [Kind.GUARDIAN.value, Kind.PUPIL.value],
        "scopes": ["openid"],
        "identity_claim": "pid",
        "login_acr": ["idporten-loa-substantial"],
        "second_factor_acr": ["idporten-loa-high", "idporten-loa-substantial"],
    },
}
"""Feide: docs.feide.no, «Service-initiated MFA» and the attribute eduPersonPrincipalName. ID-porten: docs.digdir.no, «id_token»."""


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One provider as the file has it, with what is known filled in."""

    title: str
    issuer: str
    client_id: str
    client_secret_file: str
    client_auth: str = "client_secret_basic"
    kinds: list[Kind] = msgspec.field(default_factory=lambda: [Kind.STAFF])
    scopes: list[str] = msgspec.field(default_factory=lambda: ["openid"])
    identity_claim: str = "sub"
    ignore_case: bool = False
    login_acr: list[str] = msgspec.field(default_factory=list)
    second_factor_acr: list[str] = msgspec.field(default_factory=list)
    second_factor_amr: list[str] = msgspec.field(default_factory=list)


def read_providers(file: Path) -> tuple[tuple[Provider, ...], list[str]]:
    """The providers of ``file``, and what is wrong with it, one sentence each."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        return (), [f"VARDE_OIDC_FILE cannot be read: {file}: {error.strerror}"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return (), [f"VARDE_OIDC_FILE is not TOML: {file}: {error}"]
    providers, problems = [], []
    for name, table in tables.items():
        found = _provider(file, name, table)
        if isinstance(found, Provider):
            providers.append(found)
        else:
            problems += [f"VARDE_OIDC_FILE, [{name}]: {problem}" for problem in found]
    if not tables:
        problems.append(f"VARDE_OIDC_FILE names no provider: {file}")
    return tuple(providers), problems


def _provider(file: Path, name: str, given: object) -> Provider | list[str]:
    if not NAME.fullmatch(name) or not isinstance(given, dict):
        return ["must be a table, and its name stands in addresses: small letters, digits and dashes, from a letter"]
    kind = given.get("is", "generic")
    if kind not in (*KNOWN, "generic"):
        return [f"is must be one of {', '.join(KNOWN)}, generic: {kind!r}"]
    filled = {**KNOWN.get(kind, {"title": name}), **{key: value for key, value in given.items() if key != "is"}}
    try:
        table = msgspec.convert(filled, Table)
        secret = (file.parent / table.client_secret_file).read_text(encoding="utf-8").strip()
    except msgspec.ValidationError as error:
        return [str(error)]
    except (OSError, UnicodeDecodeError):
        return [f"client_secret_file cannot be read: {file.parent / table.client_secret_file}"]
    if problems := _problems(table, secret):
        return problems
    return Provider(
        name=name,
        title=table.title,
        issuer=table.issuer,
        client_id=table.client_id,
        client_secret=secret,
        client_auth=table.client_auth,
        kinds=frozenset(table.kinds),
        scopes=tuple(table.scopes),
        identity_claim=table.identity_claim,
        ignore_case=table.ignore_case,
        login_acr=tuple(table.login_acr),
        second_factor_acr=tuple(table.second_factor_acr),
        second_factor_amr=tuple(table.second_factor_amr),
    )


def _problems(table: Table, secret: str) -> list[str]:
    problems = []
    if not secret:
        problems.append(f"client_secret_file is empty: {table.client_secret_file}")
    if not is_safe(table.issuer):
        problems.append(f"issuer must be an https address: {table.issuer!r}")
    if table.client_auth not in CLIENT_AUTH:
        problems.append(f"client_auth must be one of {', '.join(CLIENT_AUTH)}: {table.client_auth!r}")
    if not table.client_id:
        problems.append("client_id must not be empty")
    if "openid" not in table.scopes:
        problems.append("scopes must hold openid")
    if not table.kinds:
        problems.append("kinds must name whom the provider may vouch for: staff, guardian, pupil")
    if not (table.second_factor_acr or table.second_factor_amr):
        problems.append("second_factor_acr or second_factor_amr must say how a second factor is told of, or no case can be opened")
    return problems
