"""What a reader asks the list of avvik for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self
from urllib.parse import urlencode

import msgspec
from flask import url_for

from events.lists.decisions import AvvikGrade, AvvikKind
from services.case_service.http.whole_numbers import MOST_PAGES, whole_number
from services.case_service.read_model import AvvikRow
from services.compliance.calendar import local_day

AGES: Final = (14, 30, 90)
"""Days since an avvik was raised, at least."""


class Which(StrEnum):
    """Which avvik by how far their treatment has come."""

    OPEN = "aapne"
    OVERDUE = "forfalte"
    CLOSED = "lukkede"
    ALL = "alle"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filters. What is not one of the choices counts as not chosen: an old link still gives a list."""

    which: Which = Which.OPEN
    school: str = ""
    kind: str = ""
    grade: str = ""
    rule: str = ""
    age: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str], schools: Collection[str], rules: Collection[str]) -> Self:
        """The filters that an address names."""
        which = query.get("vis", "")
        return cls(
            which=Which(which) if which in {one.value for one in Which} else Which.OPEN,
            school=_among(query.get("skole", ""), schools),
            kind=_among(query.get("type", ""), {one.value for one in AvvikKind}),
            grade=_among(query.get("grad", ""), {one.value for one in AvvikGrade}),
            rule=_among(query.get("regel", ""), rules),
            age=_among(query.get("alder", ""), {str(days) for days in AGES}),
            page=whole_number(query.get("side", ""), MOST_PAGES) or 1,
        )

    def holds(self, row: AvvikRow, today: date) -> bool:
        """Whether an avvik is one of those asked for; whether it is open, overdue or closed is asked apart."""
        return (
            self.school in {"", row.school}
            and self.kind in {"", row.kind}
            and self.grade in {"", row.grade}
            and self.rule in {"", row.rule}
            and (not self.age or local_day(row.raised_at) <= today - timedelta(days=int(self.age)))
        )

    @property
    def address(self) -> dict[str, str]:
        """The filters as an address names them, without the page."""
        pairs = {
            "vis": "" if self.which is Which.OPEN else self.which.value,
            "skole": self.school,
            "type": self.kind,
            "grad": self.grade,
            "regel": self.rule,
            "alder": self.age,
        }
        return {name: value for name, value in pairs.items() if value}

    def url(self, **more: str) -> str:
        """The address of the list with these filters."""
        query = urlencode({name: value for name, value in {**self.address, **more}.items() if value})
        return url_for("avvik.listed") + (f"?{query}" if query else "")


def is_overdue(row: AvvikRow, today: date) -> bool:
    """Whether a measure against an open avvik should have been carried out."""
    return row.closed_at is None and row.due_on is not None and row.due_on < today


def _among(given: str, known: Collection[str]) -> str:
    return given if given in known else ""
