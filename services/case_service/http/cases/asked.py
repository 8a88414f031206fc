"""What a reader asks the list for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Self
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from flask import url_for

from events.base import Stream

LONGEST: Final = 80
MARK: Final = re.compile(r"[0-9]{1,18}~[0-9a-f-]{36}")
"""Where a page of the list ended, as the read model marks it."""

ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Open(StrEnum):
    """Which cases by whether they are closed."""

    OPEN = "aapne"
    CLOSED = "avsluttede"
    ALL = "alle"


STAGES: Final = ("reported", "under_investigation", "with_measures", "under_evaluation", "in_follow_up", "reopened", "closed")
KINDS: Final = {
    "skolemiljo": Stream.CASE,
    "skjerpet": Stream.HEIGHTENED_CASE,
    "inngrep": Stream.PHYSICAL_INTERVENTION,
    "tilsyn": Stream.ENFORCEMENT,
}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filters. What is not one of the choices counts as not chosen: an old link still gives a list."""

    open: Open = Open.OPEN
    stage: str = ""
    kind: str = ""
    school: str = ""
    mine: bool = False
    handler: UUID | None = None
    name: str = ""
    after: str | None = None

    @classmethod
    def of(cls, query: Mapping[str, str], schools: Mapping[str, str]) -> Self:
        """The filters that an address names."""
        stage, kind, school = query.get("status", ""), query.get("type", ""), query.get("skole", "")
        which = query.get("vis", "")
        return cls(
            open=Open(which) if which in set(Open) else Open.OPEN,
            stage=stage if stage in STAGES else "",
            kind=kind if kind in KINDS else "",
            school=school if school in schools else "",
            mine=query.get("mine") == "ja",
            handler=UUID(handler) if ID.fullmatch(handler := query.get("ansvar", "")) else None,
            name=" ".join(query.get("navn", "").split())[:LONGEST],
            after=after if MARK.fullmatch(after := query.get("etter", "")) else None,
        )

    @property
    def address(self) -> dict[str, str]:
        """The filters as an address names them, without the place in the list."""
        pairs = {
            "vis": "" if self.open is Open.OPEN else self.open.value,
            "status": self.stage,
            "type": self.kind,
            "skole": self.school,
            "mine": "ja" if self.mine else "",
            "ansvar": str(self.handler or ""),
            "navn": self.name,
        }
        return {name: value for name, value in pairs.items() if value}

    def url(self, **more: str) -> str:
        """The address of the list with these filters."""
        query = urlencode({**self.address, **more})
        return url_for("cases.listed") + (f"?{query}" if query else "")
