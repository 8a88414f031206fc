"""The numbers of the page as tables: for the files, and for whoever cannot see the chart."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from dashboards.cells import Write, decimal, whole
from dashboards.dashboard import Asking, Cell, ExportTable
from dashboards.pages.avvik.asked import LISTS, MONTH, Answered, Answers, Which, answers
from dashboards.pages.lists import Only
from dashboards.pages.wording import listed, rule_name
from dashboards.periods import month_named, month_word
from services.reporting.questions.avvik import AGES
from texts import Language, text
from texts.case_number import case_number

MOST: Final = 2000
"""Avvik in a file."""

FIGURES: Final[tuple[tuple[str, Write], ...]] = (
    ("raised", whole),
    ("closed", whole),
    ("open", whole),
    ("overdue", whole),
    ("median_days", decimal),
    ("oldest_days", whole),
    ("treated_median_days", decimal),
)
LISTED: Final = ("what", "number", "school", "grade", "stage", "age_days", "due_on", "closed_on")
COUNTED: Final = {"raised": Which.RAISED, "closed": Which.CLOSED, "open": Which.OPEN, "overdue": Which.OVERDUE}
"""The figures that count avvik, and the part of the list that holds them."""

MONTHLY: Final = (Which.RAISED, Which.CLOSED, Which.OPEN)
WAYS: Final = ("school", "kind", "grade", "rule", "stage")


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """Every table of the page."""
    found = answers(asking, MOST)
    ways = (counted(found, way, asking) for way in WAYS)
    return (per_month(found, asking), *ways, per_age(found, asking), one_by_one(found, asking))


def per_month(found: Answers, asking: Asking) -> ExportTable:
    """What came, was closed and was open at the end, month by month."""
    language = asking.language
    return ExportTable(
        name="months",
        title=text("dashboard.define.avvik.months.title", language),
        columns=[text(f"dashboard.avvik.column.{name}", language) for name in ("month", "raised", "closed", "open_at_end")],
        rows=[(month_name(row["month"], language), row["raised"], row["closed"], row["open"]) for row in found.months],
        define="avvik.months",
        hrefs=[("", *(month_address(asking, row, part) for part in MONTHLY)) for row in found.months],
    )


def month_address(asking: Asking, row: Answered, part: Which) -> str:
    """The list of what a month counts."""
    return LISTS.address(asking, part, Only(per=MONTH, value=month_word(row["month"])))


def counted(found: Answers, way: str, asking: Asking) -> ExportTable:
    """The figures per school, kind, grade, rule or stage."""
    language = asking.language
    return ExportTable(
        name=way,
        title=text(f"dashboard.define.avvik.{way}.title", language),
        columns=[
            text(f"dashboard.avvik.per.{way}", language),
            *(text(f"dashboard.avvik.column.{name}", language) for name, _ in FIGURES),
        ],
        rows=[(value_name(row, asking), *(row[name] for name, _ in FIGURES)) for row in found.per(way)],
        writes=[whole, *(write for _, write in FIGURES)],
        define=f"avvik.{way}",
        hrefs=[("", *(_behind(asking, row, name) for name, _ in FIGURES)) for row in found.per(way)],
    )


def _behind(asking: Asking, row: Answered, figure: str) -> str:
    """The list of what a figure of a row counts; nothing where it counts days."""
    return LISTS.address(asking, COUNTED[figure], Only(per=row["per"], value=row["value"] or "")) if figure in COUNTED else ""


def per_age(found: Answers, asking: Asking) -> ExportTable:
    """The open ones by how long ago they were raised."""
    language = asking.language
    by_age = {row["value"]: row["open"] for row in found.per("age")}
    return ExportTable(
        name="age",
        title=text("dashboard.define.avvik.age.title", language),
        columns=[text("dashboard.avvik.per.age", language), text("dashboard.avvik.column.open", language)],
        rows=[(text(f"dashboard.avvik.age.{age}", language), by_age.get(age, 0)) for age in AGES],
        define="avvik.age",
        hrefs=[("", LISTS.address(asking, Which.OPEN, Only(per="age", value=age))) for age in AGES],
    )


def one_by_one(found: Answers, asking: Asking) -> ExportTable:
    """The list that was chosen."""
    language = asking.language
    return ExportTable(
        name="list",
        title=text(f"dashboard.avvik.list.{found.which}", language),
        columns=[text(f"dashboard.avvik.column.{name}", language) for name in LISTED],
        rows=[_line(row, asking) for row in found.listed],
        define="avvik.list",
    )


def _line(row: Answered, asking: Asking) -> tuple[Cell, ...]:
    language = asking.language
    return (
        what_name(row, language),
        case_number(UUID(str(row["stream_id"]))),
        row["school_name"] or row["school"] or text("dashboard.work.municipality", language),
        listed("AvvikGrade", row["grade"], language),
        text(f"avvik.stage.{row['stage']}", language),
        row["age_days"],
        row["due_on"],
        row["closed_on"],
    )


def what_name(row: Answered, language: Language) -> str:
    """What an avvik is called: the rule that was missed, else its kind."""
    return rule_name(row, language) or listed("AvvikKind", row["kind"], language)


def value_name(row: Answered, asking: Asking) -> str:
    """What a row of a way of counting is about."""
    language, value = asking.language, row["value"]
    match row["per"]:
        case "school":
            return str(row["name"] or value or text("dashboard.work.municipality", language))
        case "kind":
            return listed("AvvikKind", value, language)
        case "grade":
            return listed("AvvikGrade", value, language)
        case "stage":
            return text(f"avvik.stage.{value}", language)
    return rule_name({**row, "rule": value}, language) or text("dashboard.avvik.by_hand", language)


def only_name(found: Answers, asking: Asking) -> str:
    """What the list is narrowed to; nothing where it is whole."""
    only, language = found.only, asking.language
    if only is None:
        return ""
    if only.per == MONTH:
        name = month_name(month_named(only.value), language)
        return text("dashboard.avvik.at_end", language, month=name) if found.which is Which.OPEN else name
    if only.per == "age":
        return text(f"dashboard.avvik.age.{only.value}", language) if only.value in AGES else only.value
    named = next((row for row in found.per(only.per) if (row["value"] or "") == only.value), {"name": None})
    return value_name({**named, "per": only.per, "value": only.value or None}, asking)


def month_name(month: date, language: Language) -> str:
    """A month with its year, short."""
    return f"{text(f'page.month.short.{month.month}', language)} {month.year}"
