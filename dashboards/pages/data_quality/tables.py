"""The numbers of the page as tables: for the files, and for whoever cannot see the chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, cast

from dashboards.cells import Write, decimal, hours, whole
from dashboards.dashboard import Asking, Cell, ExportTable
from dashboards.numbers import OSLO, percent
from dashboards.pages.data_quality.asked import NATURES, Answered, Answers, Finding, answers
from dashboards.pages.wording import matter_cell
from texts import Language, MissingTextError, catalogue, text

CORRECTED: Final = ("corrected", "case", "field", "kind", "school", "day")
DELAYS: Final[tuple[tuple[str, Write], ...]] = (
    ("events", whole),
    ("after_a_day", whole),
    ("after_a_week", whole),
    ("week_share", percent),
    ("median_hours", hours),
    ("p90_hours", hours),
)


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """Every table of the page."""
    found, language = answers(asking), asking.language
    return (
        freshness(found, language),
        *(delays(found, way, language) for way in ("school", "topic")),
        *(findings(found.of_nature(nature), nature, language) for nature in NATURES),
        per_school(found, language),
        corrections(found, language),
        oddities(found, language),
    )


def freshness(found: Answers, language: Language) -> ExportTable:
    """How far the numbers have come, and how long it takes until something recorded counts."""
    row = found.freshness
    last: datetime | None = row["last_recorded_at"]
    cells: list[tuple[str, Cell]] = [
        ("position", row["position"]),
        ("behind", row["events"] - row["position"]),
        ("last_recorded_at", last and last.replace(tzinfo=UTC)),
        ("median_seconds", row["median_seconds"]),
        ("p99_seconds", row["p99_seconds"]),
        ("batches", row["batches"]),
    ]
    return ExportTable(
        name="freshness",
        title=text("dashboard.define.quality.fresh.title", language),
        columns=[text(f"dashboard.quality.column.{name}", language) for name in ("what", "value")],
        rows=[(text(f"dashboard.quality.fresh.{name}", language), cell) for name, cell in cells],
        writes=[whole, _short],
        define="quality.fresh",
    )


def _short(value: float, language: Language) -> str:
    return whole(value, language) if isinstance(value, int) else decimal(value, language)


def delays(found: Answers, way: str, language: Language) -> ExportTable:
    """How long after it happened things were written down, per school or kind of event."""
    return ExportTable(
        name=f"delays-{way}",
        title=text(f"dashboard.define.quality.{way}.title", language),
        columns=[
            text(f"dashboard.quality.per.{way}", language),
            *(text(f"dashboard.quality.column.{name}", language) for name, _ in DELAYS),
        ],
        rows=[(delayed_name(row, language), *delay_cells(row)) for row in found.per(way)],
        writes=[whole, *(write for _, write in DELAYS)],
        define=f"quality.{way}",
    )


def delay_cells(row: Answered) -> tuple[Cell, ...]:
    """The figures of a row; the share is of what was written down at all."""
    share = row["after_a_week"] / row["events"] if row["events"] else None
    return tuple(share if name == "week_share" else row[name] for name, _ in DELAYS)


def delayed_name(row: Answered, language: Language) -> str:
    """A school, or what kind of event it is."""
    if row["per"] == "school":
        return str(row["name"] or row["value"] or text("dashboard.work.municipality", language))
    return topic_name(row["value"], language)


def findings(of_nature: Sequence[Finding], nature: str, language: Language) -> ExportTable:
    """Every check of one nature: how many it found of how many."""
    return ExportTable(
        name=nature,
        title=text(f"dashboard.define.quality.{nature}.title", language),
        columns=[text(f"dashboard.quality.column.{name}", language) for name in ("check", "found", "considered", "share")],
        rows=[(check_name(one.name, language), one.found, one.considered, one.found / one.considered) for one in of_nature],
        writes=[whole, whole, whole, percent],
        define=f"quality.{nature}",
    )


def check_name(name: str, language: Language) -> str:
    """What a check looks for."""
    return text(f"dashboard.quality.check.{name}", language)


def corrections(found: Answers, language: Language) -> ExportTable:
    """What was put right or disagreed with, the newest first."""
    return ExportTable(
        name="corrections",
        title=text("dashboard.define.quality.corrected.title", language),
        columns=[text(f"dashboard.quality.column.{name}", language) for name in CORRECTED],
        rows=[
            (
                topic_name(row["about_topic"], language),
                matter_cell(row["stream"], row["stream_id"], language),
                _field_name(row, language),
                text(f"dashboard.quality.kind.{row['kind']}", language),
                school_name(row, language),
                row["happened_at"].replace(tzinfo=UTC).astimezone(OSLO).date(),
            )
            for row in found.corrections
        ],
        define="quality.corrected",
    )


def topic_name(topic: str | None, language: Language) -> str:
    """What kind of event it is; the topic itself where it has no name."""
    try:
        return text(f"event.{topic}", language)
    except MissingTextError:
        return topic or text("dashboard.work.none", language)


def _field_name(row: Answered, language: Language) -> Cell:
    """What the form asks in a field; nothing where no single field is meant."""
    field, event = row["field"], str(row["about_topic"]).rpartition(".")[2]
    for key in (f"field.{event}.{field}", f"field.{field}"):
        if key in catalogue():
            return text(key, language)
    return cast("str | None", field)


def per_school(found: Answers, language: Language) -> ExportTable:
    """What was found at each school."""
    rows: Iterable[tuple[Cell, ...]] = (
        (
            school_name(row, language),
            check_name(one.name, language),
            row["found"],
            row["considered"],
        )
        for one in found.findings
        for row in one.schools
    )
    return ExportTable(
        name="schools",
        title=text("dashboard.define.quality.schools.title", language),
        columns=[text(f"dashboard.quality.column.{name}", language) for name in ("school", "check", "found", "considered")],
        rows=sorted(rows, key=lambda row: (str(row[0]), str(row[1]))),
        define="quality.schools",
    )


def school_name(row: Answered, language: Language) -> str:
    """The name of a school."""
    return str(row["school_name"] or row["school"] or text("dashboard.no_school", language))


def oddities(found: Answers, language: Language) -> ExportTable:
    """The events that count for nothing, by why."""
    return ExportTable(
        name="oddities",
        title=text("dashboard.define.quality.odd.title", language),
        columns=[text(f"dashboard.quality.column.{name}", language) for name in ("why", "topic", "events", "first", "last")],
        rows=[
            (
                text(f"dashboard.quality.oddity.{row['oddity']}", language),
                row["topic"],
                row["events"],
                row["first_position"],
                row["last_position"],
            )
            for row in found.oddities
        ],
        define="quality.odd",
    )
