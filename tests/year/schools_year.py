"""A school's year in the small municipality: the plan it follows, and forms as its pages send them."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID

from town import SINCE, A, Town, Visitor, person
from werkzeug.test import TestResponse

from events.base import Stream
from events.organisation import PrincipalAppointed, RulebookChosen
from services.case_service.http.year.kept import KeptYear, kept_year
from services.case_service.streams import school_stream, wheel_stream

YEAR = 2026
WHEEL = wheel_stream("lyngfjord", A, YEAR)
FRONT = f"/aret/{A}/{YEAR}"
FIELD = re.compile(
    r'<input[^>]*?type="(?:hidden|date)"[^>]*?name="(?P<name>[^"]+)"[^>]*?value="(?P<value>[^"]*)"|'
    r'<input[^>]*?type="checkbox"[^>]*?name="(?P<box>[^"]+)" value="(?P<tick>[^"]*)" checked'
)


def follows(town: Town, rulebook: str) -> None:
    """The school chose a municipal plan before the year began."""
    stream = school_stream("lyngfjord", A)
    town.happens(Stream.SCHOOL, stream, RulebookChosen(rulebook=rulebook, from_date=SINCE), by="skoleeier")
    town.happens(Stream.SCHOOL, stream, PrincipalAppointed(principal=person("rektor"), from_date=SINCE), by="skoleeier")


def opened(visitor: Visitor, **changed: str) -> TestResponse:
    """Open the year as the form suggests, but for what is changed."""
    return visitor.post(f"{FRONT}/apne", suggested(visitor) | changed)


def suggested(visitor: Visitor) -> dict[str, str]:
    """The form as it is shown."""
    page = visitor.get(f"{FRONT}/apne").text
    form = {one["name"] or one["box"]: unescape(one["value"] or one["tick"] or "") for one in FIELD.finditer(page)}
    return form | {name: str(person("rektor")) for name in re.findall(r'name="(responsible-\d+)"', page)}


def year_of(town: Town, stream: UUID = WHEEL) -> KeptYear:
    return kept_year(town.events(stream))
