"""The controls of the page: which period, and as of which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboards.periods import PUBLISHED, Preset
from texts import Language, text

PRESET, FIRST, LAST, AS_OF, OWN_DATES = "preset", "first", "last", "as-of", "own-dates"


def controls(language: Language, today: date, *, exact: bool) -> Component:
    """The row of controls. Who gets protected numbers chooses among the periods for which they are given."""
    return html.Div(
        [
            html.Fieldset(
                [
                    html.Legend(text("page.overview.period", language)),
                    dmc.ChipGroup(
                        [
                            dmc.Chip(
                                text(f"page.overview.period.{preset}", language), value=preset.value, size="md", variant="outline"
                            )
                            for preset in (Preset if exact else PUBLISHED)
                        ],
                        id=PRESET,
                        value=Preset.SCHOOL_YEAR.value,
                        **_remembered(exact=exact),
                    ),
                ],
                className="chips",
            ),
            html.Div(_date(AS_OF, language, today, exact=exact), hidden=not exact),
            html.Div(
                [_date(control, language, today, exact=exact) for control in (FIRST, LAST)],
                id=OWN_DATES,
                hidden=True,
                className="own-dates",
            ),
        ],
        className="controls",
    )


def _remembered(*, exact: bool) -> dict[str, str]:
    """A choice outlives a change of language, and ends with the browser tab or with a reader who has other choices."""
    return {"persistence": "exact" if exact else "protected", "persistence_type": "session"}


def _date(control: str, language: Language, today: date, *, exact: bool) -> Any:
    return dmc.DateInput(
        id=control,
        label=text(f"page.overview.date.{control}", language),
        placeholder=text("page.overview.date.placeholder", language),
        valueFormat="DD.MM.YYYY",
        maxDate=today.isoformat(),
        hideOutsideDates=True,
        clearable=True,
        clearButtonProps={"aria-label": text("page.overview.date.clear", language)},
        ariaLabels={name: text(f"page.overview.date.{name}", language) for name in ("previousMonth", "nextMonth")},
        popoverProps={"withinPortal": False},
        w=180,
        **_remembered(exact=exact),
    )
