"""The pages of one year, as the row of links above them."""

from __future__ import annotations

import msgspec
from flask import url_for

from services.case_service.http.languages import t
from services.case_service.http.year.place import Place


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """One of the pages."""

    text: str
    url: str
    current: bool


def tabs(place: Place, current: str) -> tuple[Tab, ...]:
    """The links. The municipality has a wheel alone: supervision and talks are a school's."""
    wheel = [("show", place.url("show"))]
    if place.orgnr is not None:
        plan = url_for("year.supervision_plan", orgnr=place.orgnr, ar=place.starts_in)
        wheel += [("talks", place.url("talks")), ("supervision_plan", plan)]
    return tuple(Tab(text=t(f"year.tab.{name}"), url=url, current=name == current) for name, url in wheel)
