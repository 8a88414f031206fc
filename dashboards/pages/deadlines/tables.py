"""The numbers of the page as tables: for the files, and for whoever cannot see the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dashboards.dashboard import Asking, Cell, ExportTable
from dashboards.numbers import day
from dashboards.pages.behind import behind_address
from dashboards.pages.deadlines.asked import LISTS, Answered, Answers, Which, answers
from dashboards.pages.handlers import handler_name, marks
from dashboards.pages.lists import Only
from dashboards.pages.wording import WHEEL, listed, matter_cell, rule_name, wheel_name
from services.reporting.questions import DueWay
from services.reporting.questions.responses import Behind
from texts import Language, text

MOST: Final = 2000
"""Lines of each part of the list in a file."""

LISTED: Final = ("what", "matter", "day", "kind", "school", "handler")
FIGURES: Final = ("overdue", "silent", "due_first", "due_next", "open_cases")
COUNTED: Final = {
    "overdue": Which.OVERDUE,
    "silent": Which.SILENT,
    "due_first": Which.THIS_WEEK,
    "due_next": Which.NEXT_WEEK,
}
"""The figures that count what is to be done, and the part of the list that holds it."""

DAYS: Final = (DueWay.FIRM_DAY, DueWay.ASAP_DAY)
WAYS: Final = {"school": FIGURES, "handler": FIGURES, "duty": FIGURES[:-1]}
"""The ways of counting, and what each counts: a case is of no duty."""


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """Every table of the page."""
    found = answers(asking, parts=tuple(Which), limit=MOST)
    ways = (counted(found, way, asking) for way in WAYS)
    return (per_day(found, asking), *ways, *(one_by_one(found, which, asking.language) for which in Which))


def per_day(found: Answers, asking: Asking) -> ExportTable:
    """What falls due on each day, with a limit or because silence begins to count."""
    language = asking.language
    return ExportTable(
        name="days",
        title=text("dashboard.define.deadlines.days.title", language),
        columns=[text(f"dashboard.deadlines.column.{name}", language) for name in ("day", "firm", "asap")],
        rows=[(day_name(row, language), row["firm"], row["due"] - row["firm"]) for row in found.days],
        define="deadlines.days",
        hrefs=[("", *(day_address(found, asking, row["day"], way) for way in DAYS)) for row in found.days],
    )


def day_address(found: Answers, asking: Asking, on: date, way: DueWay) -> str:
    """The list of what falls due on a day."""
    part = Which.THIS_WEEK if on <= found.weeks.this_sunday else Which.NEXT_WEEK
    return LISTS.address(asking, part, Only(per=way, value=on.isoformat()))


def day_name(row: Answered, language: Language) -> str:
    """A day with its weekday, short."""
    return f"{_weekday(row, language)} {day(row['day'], language)}"


def short_day(row: Answered, language: Language) -> str:
    """The same without month and year, as there is room for under a column on a phone: less than a month is shown."""
    return text("dashboard.deadlines.short_day", language, weekday=_weekday(row, language), day=row["day"].day)


def _weekday(row: Answered, language: Language) -> str:
    return text(f"dashboard.weekday.{row['day'].isoweekday()}", language)


def counted(found: Answers, way: str, asking: Asking) -> ExportTable:
    """The figures per school, handler or duty."""
    language = asking.language
    names = marks(row["value"] for row in found.per("handler"))
    return ExportTable(
        name=way,
        title=text(f"dashboard.define.deadlines.{way}.title", language),
        columns=[
            text(f"dashboard.deadlines.per.{way}", language),
            *(text(f"dashboard.deadlines.column.{name}", language) for name in WAYS[way]),
        ],
        rows=[(value_name(row, names, language), *figures(row, WAYS[way])) for row in shown_rows(found, way)],
        define=f"deadlines.{way}",
        hrefs=[("", *(_behind(asking, row, name) for name in WAYS[way])) for row in shown_rows(found, way)],
    )


def _behind(asking: Asking, row: Answered, figure: str) -> str:
    """The list of what a figure of a row counts."""
    if figure in COUNTED:
        return LISTS.address(asking, COUNTED[figure], Only(per=row["per"], value=row["value"] or ""))
    if row["per"] == "handler":
        return behind_address(asking.view, Behind.OPEN, handler=row["value"] or "")
    return behind_address(asking.view, Behind.OPEN, school=row["value"]) if row["value"] else ""


def only_name(found: Answers, language: Language) -> str:
    """What the list is narrowed to; nothing where it is whole."""
    only = found.only
    if only is None:
        return ""
    if only.per in {DueWay.DAY, *DAYS}:
        return _day_named(only, language)
    names = marks([*(row["value"] for row in found.per("handler")), *(row["handler"] for row in found.parts[found.which])])
    named = next((row for row in found.per(only.per) if (row["value"] or "") == only.value), {"name": None})
    return value_name({**named, "per": only.per, "value": only.value or None}, names, language)


def _day_named(only: Only, language: Language) -> str:
    try:
        name = day_name({"day": date.fromisoformat(only.value)}, language)
    except ValueError:
        return only.value
    kind = {DueWay.FIRM_DAY: "firm", DueWay.ASAP_DAY: "asap"}.get(DueWay(only.per))
    return name if kind is None else f"{name}, {text(f'dashboard.deadlines.column.{kind}', language).lower()}"


def shown_rows(found: Answers, way: str) -> list[Answered]:
    """The rows of a way of counting that tell something."""
    return [row for row in found.per(way) if any(figures(row, WAYS[way]))]


def figures(row: Answered, names: Sequence[str]) -> tuple[Cell, ...]:
    """The figures of a row; what falls due next week is what falls due at all without this week's."""
    return tuple(row["due"] - row["due_first"] if name == "due_next" else row[name] for name in names)


def value_name(row: Answered, handlers: Mapping[str, str], language: Language) -> str:
    """What a row of a way of counting is about."""
    match row["per"]:
        case "school":
            return str(row["name"] or row["value"] or text("dashboard.work.municipality", language))
        case "handler":
            return handler_name(row["value"], handlers, language)
    return text("dashboard.deadlines.avvik", language) if row["value"] == "avvik" else listed("SubDuty", row["value"], language)


def one_by_one(found: Answers, which: Which, language: Language) -> ExportTable:
    """One part of the list."""
    names = marks([*(row["value"] for row in found.per("handler")), *(row["handler"] for row in found.parts[which])])
    return ExportTable(
        name=which.value,
        title=text(f"dashboard.deadlines.list.{which}", language),
        columns=[text(f"dashboard.deadlines.column.{name}", language) for name in LISTED],
        rows=[_line(row, names, language) for row in found.parts[which]],
        define="deadlines.list",
    )


def _line(row: Answered, handlers: Mapping[str, str], language: Language) -> tuple[Cell, ...]:
    what = text("dashboard.deadlines.avvik", language) if row["source"] == "avvik" else rule_name(row, language)
    kind = "silent" if row["standing"] == "silent" else "limit" if row["is_firm"] else "asap"
    return (
        what,
        wheel_name(row["day"], language) if row["stream"] == WHEEL else matter_cell(row["stream"], row["stream_id"], language),
        row["day"],
        text(f"dashboard.deadlines.kind.{kind}", language),
        row["school_name"] or row["school"] or text("dashboard.work.municipality", language),
        handler_name(row["handler"], handlers, language),
    )
