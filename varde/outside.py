"""What Varde is told about the world outside: its own public address, the mail server, and receivers in the own net."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from services.case_service.reactions.mailing import MailServer, Security
from texts import Language

PORTS: Final = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
HIGHEST_PORT: Final = 65_535


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """How things leave Varde. Without a mail server no mail is sent; ``own_net`` are receivers of webhooks that may be private."""

    mail: MailServer | None = None
    own_net: frozenset[str] = frozenset()


def read_outside(environment: Mapping[str, str], problems: list[str]) -> Outside:
    """Read VARDE_ADDRESS, VARDE_SMTP_* and VARDE_WEBHOOK_HOSTS; what is wrong is added to ``problems``."""
    return Outside(
        mail=_mail_server(environment, problems),
        own_net=frozenset(environment.get("VARDE_WEBHOOK_HOSTS", "").casefold().split()),
    )


def _mail_server(environment: Mapping[str, str], problems: list[str]) -> MailServer | None:
    host = environment.get("VARDE_SMTP_HOST", "").strip()
    if not host:
        problems += [
            f"{name} is given, but not VARDE_SMTP_HOST: no mail would be sent"
            for name in ("VARDE_SMTP_USER", "VARDE_SMTP_SENDER", "VARDE_SMTP_PASSWORD_FILE")
            if environment.get(name)
        ]
        return None
    before = len(problems)
    security = _security(environment, problems)
    user = environment.get("VARDE_SMTP_USER") or None
    if user is not None and security is Security.NONE:
        problems.append("VARDE_SMTP_SECURITY=none with VARDE_SMTP_USER would send the password in the clear: use starttls or tls")
    server = MailServer(
        host=host,
        port=_port(environment, PORTS[security], problems),
        sender=_sender(environment, problems),
        address=_address(environment, problems),
        security=security,
        user=user,
        password=_password(environment, user, problems),
        certificates=_certificates(environment, problems),
        language=_language(environment, problems),
    )
    return server if len(problems) == before else None


def _security(environment: Mapping[str, str], problems: list[str]) -> Security:
    given = environment.get("VARDE_SMTP_SECURITY", "") or Security.STARTTLS.value
    if given in {one.value for one in Security}:
        return Security(given)
    problems.append(f"VARDE_SMTP_SECURITY must be starttls, tls or none: {given!r}")
    return Security.STARTTLS


def _port(environment: Mapping[str, str], usual: int, problems: list[str]) -> int:
    given = environment.get("VARDE_SMTP_PORT", "") or str(usual)
    if given.isascii() and given.isdigit() and 0 < int(given) <= HIGHEST_PORT:
        return int(given)
    problems.append(f"VARDE_SMTP_PORT must be a port number: {given!r}")
    return usual


def _sender(environment: Mapping[str, str], problems: list[str]) -> str:
    given = environment.get("VARDE_SMTP_SENDER", "").strip()
    if given.count("@") != 1 or any(letter.isspace() for letter in given) or not given.isascii():
        problems.append(f"VARDE_SMTP_SENDER must be the address that the mail comes from, such as varde@example.org: {given!r}")
    return given


def _address(environment: Mapping[str, str], problems: list[str]) -> str:
    given = environment.get("VARDE_ADDRESS", "").strip()
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        problems.append(f"VARDE_ADDRESS must be where people find Varde, such as https://varde.example.org: {given!r}")
    return given


def _password(environment: Mapping[str, str], user: str | None, problems: list[str]) -> str | None:
    name = environment.get("VARDE_SMTP_PASSWORD_FILE") or None
    if (name is None) != (user is None):
        problems.append("VARDE_SMTP_USER and VARDE_SMTP_PASSWORD_FILE must be given together")
        return None
    if name is None:
        return None
    file = Path(name)
    if not file.is_file():
        problems.append(f"VARDE_SMTP_PASSWORD_FILE does not exist: {name}")
        return None
    return file.read_text(encoding="utf-8").strip()


def _certificates(environment: Mapping[str, str], problems: list[str]) -> str | None:
    name = environment.get("VARDE_SMTP_CERTIFICATES") or None
    if name is not None and not Path(name).is_file():
        problems.append(f"VARDE_SMTP_CERTIFICATES does not exist: {name}")
    return name


def _language(environment: Mapping[str, str], problems: list[str]) -> Language:
    given = environment.get("VARDE_SMTP_LANGUAGE", "") or Language.BOKMAL.value
    if given in {one.value for one in Language}:
        return Language(given)
    problems.append(f"VARDE_SMTP_LANGUAGE must be nb, nn or en: {given!r}")
    return Language.BOKMAL
