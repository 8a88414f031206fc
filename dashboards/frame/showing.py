"""From an address to what stands on the page, or to the words that say why there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.dashboard import DashboardPage
from dashboards.frame.head import what_is_shown, where_from
from dashboards.kit.panel import box
from dashboards.numbers import number
from dashboards.periods import NotYetError, PeriodError
from dashboards.view import NotOfferedError
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import QuestionTookTooLongError, WarehouseBuildingError, WarehouseUnavailableError
from texts import Language, text

ANSWERED_WITH: Mapping[type[Exception], str] = {
    QuestionTookTooLongError: "too_long",
    NotYetError: "not_yet",
    PeriodError: "backwards",
    PeriodNotPublishedError: "unpublished",
    NotOfferedError: "not_offered",
}
"""The box that stands for what can be asked and has no answer."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a page. ``ask_again``: it is not there yet, and is worth asking for again soon."""

    content: Sequence[Component]
    ask_again: bool = False


def shown(page: DashboardPage, asking: Asking, open_data: str) -> Shown:
    """The page's answer, above where its numbers come from and the way to the open data. Raises ScopeError."""
    language = asking.language
    if not page.needs_warehouse:
        return Shown(content=page.answer(asking))
    try:
        answer = page.answer(asking)  # before all else: it asks for what is told around it too
        asking.refuse_unknown_school()
        told = what_is_shown(page, asking)
        source = where_from(asking)
    except WarehouseBuildingError as error:
        return Shown(content=[box("building", language, *_progress(error, language))], ask_again=True)
    except WarehouseUnavailableError:
        return Shown(content=[box("unreachable", language)], ask_again=True)
    except tuple(ANSWERED_WITH) as error:
        return Shown(content=[box(ANSWERED_WITH[type(error)], language)])
    foot = html.P([source, *_way_to(open_data, language)], className="note source")
    return Shown(content=[html.P(told, className="shown", role="status"), *answer, foot])


def _way_to(open_data: str, language: Language) -> list[str | Component]:
    return [" ", html.A(text("dashboard.open_data.foot", language), href=open_data)] if open_data else []


def _progress(error: WarehouseBuildingError, language: Language) -> list[Component]:
    if not error.total:
        return []
    words = text("dashboard.building.count", language, done=number(error.done, language), total=number(error.total, language))
    return [html.Progress(value=str(error.done), max=str(error.total), **{"aria-label": words}), html.P(words)]  # type: ignore[arg-type]
