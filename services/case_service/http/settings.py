"""What the web server is told at start: one immutable record, made by the composition root."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec

from services.case_service.http.signing_in.provider import Provider
from texts import Language


class WebSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the pages are served.

    ``overview_url`` is where the owner's page is: a path on this server or the address of a service of its own.
    ``demo_password`` is given only when the data are invented; it makes the login page list the demo's people.
    ``hosts`` are the names the server answers to; None answers to any. ``proxies`` is how many in front are believed.
    ``sealing_key`` and ``marking_key`` keep the accounts' secrets and identities; ``providers`` are whom people may log in through.
    ``own_net`` are the hosts of the municipality's own net to which messages may be sent.
    """

    secret_key: bytes
    municipality: str
    accounts_file: Path
    sessions_file: Path
    language: Language = Language.BOKMAL
    overview_url: str = "/eier/"
    secure_cookies: bool = False
    demo_password: str | None = None
    hosts: tuple[str, ...] | None = None
    proxies: int = 0
    sealing_key: bytes
    marking_key: bytes
    providers: tuple[Provider, ...] = ()
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=10)
    own_net: frozenset[str] = frozenset()

    @property
    def demo(self) -> bool:
        """Whether the data are invented."""
        return self.demo_password is not None
