"""What the page calls kinds, levels, targets and schools."""

from __future__ import annotations

from dashboards.numbers import number
from dashboards.pages.measures.asked import Answered
from services.compliance.measure_library import UnknownMeasureError, template
from texts import Language, MissingTextError, text


def value_name(per: str, row: Answered, language: Language) -> str:
    """What a row of a way of counting is about."""
    value = row["value"]
    match per:
        case "template":
            return kind_name(value, language)
        case "level":
            return code_name("MeasureLevel", value, language)
        case "target":
            return code_name("Target", value, language)
    return str(row["name"] or value or text("dashboard.no_school", language))


def kind_name(template_id: str | None, language: Language) -> str:
    """The title of a template in the measure library; its id where the library has it no more."""
    if not template_id:
        return text("dashboard.measures.own_kind", language)
    try:
        return template(template_id).title.in_(language)
    except UnknownMeasureError:
        return template_id


def code_name(list_name: str, value: str | None, language: Language) -> str:
    """A value of a closed list, as it begins a line."""
    if not value:
        return text("dashboard.measures.unsaid", language)
    try:
        found = text(f"list.{list_name}.{value}", language)
    except MissingTextError:
        return value
    return found[:1].upper() + found[1:]


def before_and_after(before: float | None, after: float | None, language: Language, *, decimals: int = 1) -> str | None:
    """The pupil's experience on the scale, before and after; nothing unless both were said."""
    if before is None or after is None:
        return None
    return f"{number(before, language, decimals)} → {number(after, language, decimals)}"
