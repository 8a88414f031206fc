"""What stands on the page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.cells import decimal, hours
from dashboards.dashboard import Asking, ExportTable
from dashboards.kit import Column, KeyFigure, Linked, Row, Tone, box, data_table, explained, grid, key_figures, panel
from dashboards.kit.links import link, view_address
from dashboards.numbers import moment, percent
from dashboards.pages.data_quality.asked import EXAMPLES, NATURES, Answers, Finding, answers
from dashboards.pages.data_quality.tables import (
    CORRECTED,
    DELAYS,
    check_name,
    corrections,
    delays,
    findings,
    freshness,
    oddities,
    school_name,
)
from dashboards.pages.withheld import withheld_of
from dashboards.pages.wording import avvik_address, matter_address, matter_name
from texts import Language, text

PATH = "datakvalitet"


def answer(asking: Asking) -> list[Component]:
    """The page. Raises ChoiceError, WarehouseUnavailableError."""
    found, language = answers(asking), asking.language
    fresh = panel("quality.fresh", language, _plain(freshness(found, language), language), wide=True)
    if not found.written["events"] and not found.findings and not found.corrections and not found.oddities:
        return [box("quality.none", language), fresh]
    return [
        key_figures(_key(found, language), language),
        explained("quality.key", language),
        *([_matters(found.chosen, asking)] if found.chosen is not None else []),
        grid(*[_findings(found, nature, asking) for nature in NATURES]),
        _corrections(found, language),
        _delays(found, "school", asking),
        _delays(found, "topic", asking),
        _odd(found, language),
        *withheld_of(found.releases, language),
        fresh,
    ]


def _key(found: Answers, language: Language) -> list[KeyFigure]:
    written, fresh = found.written, found.freshness
    share = written["after_a_week"] / written["events"] if written["events"] else None

    def figure(name: str, cell: Any, **more: Any) -> KeyFigure:
        return KeyFigure(label=text(f"dashboard.quality.figure.{name}", language), cell=cell, **more)

    return [
        figure("late", share, write=percent),
        figure("median", written["median_hours"], write=hours, unit=text("dashboard.work.hours", language)),
        figure("missing", sum(one.found for one in found.of_nature("missing"))),
        figure("contradictory", sum(one.found for one in found.of_nature("contradictory")), tone=Tone.ALARMING),
        figure("odd", sum(row["events"] for row in found.oddities), tone=Tone.ALARMING),
        figure("seconds", fresh["median_seconds"], write=decimal, unit=text("dashboard.work.seconds", language))
        if fresh["median_seconds"] is not None
        else figure("behind", fresh["events"] - fresh["position"], note=_last(fresh["last_recorded_at"], language)),
    ]


def _last(recorded: datetime | None, language: Language) -> str:
    if recorded is None:
        return ""
    return text("dashboard.quality.figure.last", language, moment=moment(recorded.replace(tzinfo=UTC), language))


def _findings(found: Answers, nature: str, asking: Asking) -> Component:
    language, own = asking.language, found.of_nature(nature)
    table = findings(own, nature, language)
    if not own:
        return panel(f"quality.{nature}", language, html.P(text("dashboard.quality.nothing", language), className="note"))
    rows = [
        Row(head=line[0], cells=(Linked(line[1], _address(asking, one.name)) if one.found else line[1], *line[2:]))
        for one, line in zip(own, table.rows, strict=True)
    ]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, write=table.write(number), alarming=nature == "contradictory" and number == 1)
            for number, title in enumerate(table.columns)
            if number > 0
        ],
        rows=rows,
    )
    return panel(f"quality.{nature}", language, shown, wide=True)


def _address(asking: Asking, check: str | None) -> str:
    return view_address(PATH, asking.view, chosen=check)


def _matters(finding: Finding, asking: Asking) -> Component:
    """The newest matters in which a check found something, with the way to each."""
    language, back = asking.language, _address(asking, finding.name)
    rows = [
        Row(
            head=Linked(matter_name(finding.subject, matter, language), _way(finding, matter, back)),
            cells=(school_name(row, language),),
        )
        for row in finding.schools
        for matter in row["matters"]
    ]
    shown = data_table(
        language,
        caption=check_name(finding.name, language),
        head=text(f"dashboard.quality.column.{finding.subject}", language),
        columns=[Column(title=text("dashboard.quality.column.school", language), is_text=True)],
        rows=rows,
    )
    close = link(text("dashboard.quality.all", language), _address(asking, None))
    return panel(
        "quality.matters",
        language,
        html.P([html.Strong(check_name(finding.name, language)), " ", close]),
        shown,
        wide=True,
    )


def _way(finding: Finding, matter: object, back: str) -> str:
    return avvik_address(matter, back) if finding.subject == "avvik" else matter_address("case", matter)


def _corrections(found: Answers, language: Language) -> Component:
    """The newest corrections, each with the way to the matter that it stands in."""
    table = corrections(found, language)
    if not table.rows:
        return panel("quality.corrected", language, html.P(text("dashboard.quality.nothing_corrected", language), className="note"))
    rows = [
        Row(head=Linked(line[0], matter_address(row["stream"], row["stream_id"])), cells=line[1:])
        for row, line in zip(found.corrections[:EXAMPLES], table.rows, strict=False)
    ]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, is_text=True, unbroken=name == "case")
            for title, name in zip(table.columns[1:], CORRECTED[1:], strict=True)
        ],
        rows=rows,
    )
    rest = [html.P(text("dashboard.work.first", language, count=EXAMPLES), className="note")] if len(table.rows) > EXAMPLES else []
    return panel("quality.corrected", language, shown, *rest, wide=True)


def _delays(found: Answers, way: str, asking: Asking) -> Component:
    """Where anything was late; the whole table, most of it nought, unfolds below."""
    table, language = delays(found, way, asking.language), asking.language
    late = [line for row, line in zip(found.per(way), table.rows, strict=True) if row["after_a_day"]]
    if not late:
        said = text("dashboard.quality.nothing_late" if table.rows else "dashboard.quality.nothing", language)
        return panel(f"quality.{way}", language, html.P(said, className="note"), table=table)
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, write=write, bar=name == "week_share")
            for title, (name, write) in zip(table.columns[1:], DELAYS, strict=True)
        ],
        rows=[Row(head=line[0], cells=line[1:]) for line in late],
    )
    return panel(f"quality.{way}", language, shown, table=table, wide=True)


def _odd(found: Answers, language: Language) -> Component:
    if not found.oddities:
        return panel("quality.odd", language, html.P(text("dashboard.quality.no_odd", language), className="note"))
    return panel("quality.odd", language, _plain(oddities(found, language), language), wide=True)


def _plain(table: ExportTable, language: Language) -> Component:
    return data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, write=table.write(number), is_text=number == 1 and len(table.columns) > 2)  # noqa: PLR2004  (a list)
            for number, title in enumerate(table.columns)
            if number > 0
        ],
        rows=[Row(head=line[0], cells=line[1:]) for line in table.rows],
        sortable=False,
    )
