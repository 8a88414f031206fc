"""The pages of the daily work, asked of a real warehouse with nothing, one thing or many in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from reporting.told_log import LIEN, MOEN, Told
from sent_tables import is_table, links_in, words_in

from benchmarks.invented_log import TENANT
from dashboards import Viewer
from dashboards.asking import Asking
from dashboards.dashboard import DashboardPage, ExportTable
from dashboards.view import View
from events import avvik, closing, concern, plan
from events.base import Stream
from events.lists.concern import Certainty, Concern
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.measures import ClosingReason
from events.lists.people import PupilRole, Reporter
from services.reporting.answering import LocalQueries
from services.reporting.questions import Scope
from texts import Language

TODAY = date(2026, 3, 4)
OWNER = Viewer(scope=Scope(tenant=TENANT, exact=True))
AT_LIEN = Viewer(scope=Scope(tenant=TENANT, exact=True, schools=(LIEN,)))
RULE = "law-12.investigate"


def nothing(_: Told) -> None:
    """Two schools and no case."""


def one(told: Told) -> None:
    case(told, LIEN, 0, handler=told.new())
    an_avvik(told, LIEN, 0)


def many(told: Told) -> None:
    handlers = [told.new() for _ in range(3)]
    for number in range(14):
        school = (LIEN, MOEN)[number % 2]
        case(told, school, number, handler=handlers[number % 3], closed=number % 4 == 3)
        an_avvik(told, school, number, closed=number % 3 == 0)


def case(told: Told, school: str, number: int, *, handler: UUID | None, closed: bool = False) -> UUID:
    stream, day = told.new(), date(2026, 1, 12) + timedelta(days=number)

    def then(event: Any, days: int) -> None:
        told.tell(
            Stream.CASE,
            stream,
            event,
            (day + timedelta(days=days)).isoformat(),
            school=school,
            case_id=stream,
            late=timedelta(days=number),
        )

    then(concern.ConcernReceived(reporter=Reporter.GUARDIAN, concern=Concern.EXCLUSION, own_words="x"), 0)
    report = concern.ReportedToPrincipal(
        reported_by=told.new(), principal=told.new(), certainty=Certainty.SUSPICION, pupil_informed=True, content="x"
    )
    then(report, 1)
    grade = None if number % 5 == 0 else 4
    then(concern.CaseOpened(pupil=told.new(), pupil_role=PupilRole.EXPOSED, grade=grade, case_handler=handler), 1)
    then(plan.MeasureAdded(measure=told.new(), evaluate_on=TODAY + timedelta(days=number - 3), title="x"), 3)
    if closed:
        then(closing.CaseClosed(reason=ClosingReason.SAFE, explanation="x"), 20)
    return stream


def an_avvik(told: Told, school: str, number: int, *, closed: bool = False) -> UUID:
    stream, day = told.new(), date(2026, 1, 12) + timedelta(days=number)
    kind = list(AvvikKind)[0 if number % 2 else 3]
    raised = avvik.AvvikRaised(kind=kind, grade=list(AvvikGrade)[number % 3], rule=RULE if number % 2 else None)
    measure = avvik.AvvikMeasureDecided(
        measure=told.new(), responsible=told.new(), due_on=TODAY + timedelta(days=number - 4), description="x"
    )
    for event in (raised, measure):
        told.tell(Stream.AVVIK, stream, event, day.isoformat(), school=school)
    if closed:
        told.tell(
            Stream.AVVIK, stream, avvik.AvvikClosed(closed_by=told.new()), (day + timedelta(days=9)).isoformat(), school=school
        )
    return stream


STORIES = {"empty": nothing, "one": one, "many": many}


@cache
def log_of(story: str) -> Told:
    told = Told()
    STORIES[story](told)
    return told


@contextmanager
def queries(story: str) -> Iterator[LocalQueries]:
    with log_of(story).asked_on(Path(mkdtemp()), TODAY.isoformat()) as found:
        yield found


def asking(found: Any, viewer: Viewer = OWNER, language: Language = Language.BOKMAL, **view: Any) -> Asking:
    return Asking(found, Viewer(scope=viewer.scope, language=language), View(**view), TODAY)


def json_of(components: Any) -> list[Any]:
    """What the browser gets."""
    return [one.to_plotly_json() if hasattr(one, "to_plotly_json") else one for one in components]


def _props(component: Any) -> dict[str, Any]:
    """Of a component, or of an element as the browser gets it."""
    if hasattr(component, "to_plotly_json"):
        component = component.to_plotly_json()
    return component["props"] if isinstance(component, dict) and "props" in component else {}


def read(components: Any) -> list[str]:
    """Every text that a person can read, in its order."""
    if isinstance(components, str):
        return [components]
    if isinstance(components, list | tuple):
        return [text for part in components for text in read(part)]
    props = _props(components)
    return words_in(props) if is_table(props) else read(props.get("children", []))


def links(components: Any) -> list[str]:
    """Where the links lead, in their order."""
    if isinstance(components, list | tuple):
        return [href for part in components for href in links(part)]
    props = _props(components)
    own = links_in(props) if is_table(props) else [props["href"]] if props.get("href") else []
    return own + (links(props["children"]) if props.get("children") else [])


def props_of(components: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component, in their order."""
    if isinstance(components, list | tuple):
        for part in components:
            yield from props_of(part)
    elif props := _props(components):
        yield props
        yield from props_of(props.get("children"))


def tables_of(components: Any) -> list[dict[str, Any]]:
    """Every table that is sent with them."""
    return [props for props in props_of(components) if is_table(props)]


def table(page: DashboardPage, asked: Asking, name: str) -> ExportTable:
    """One of the page's tables, by its short name."""
    return next(one for one in page.tables(asked) if one.name == name)
