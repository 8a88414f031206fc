"""What pages call rules, values of the closed lists and matters, and where a matter has its own page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from dashboards.cells import Cell, Missing
from dashboards.kit.links import case_address
from dashboards.periods import school_year_from
from texts import Language, MissingTextError, text
from texts.case_number import case_number

WHEEL = "annual_wheel"
WITH_A_PAGE = frozenset({"case", "heightened_case", "enforcement", "physical_intervention"})
"""Histories that /saker/<id> shows to whoever may see them."""


def listed(kind: str, value: str | None, language: Language) -> str:
    """A value of a closed list as it begins a line; the value itself where the list has no text for it."""
    if value is None:
        return text("dashboard.work.none", language)
    try:
        found = text(f"list.{kind}.{value}", language)
    except MissingTextError:
        return value
    return found[:1].upper() + found[1:]


def rule_name(row: Mapping[str, Any], language: Language) -> str:
    """What the row's rule asks for; its id where no rulebook has it any more, and nothing where there is no rule."""
    return str(row.get(f"title_{language.value}") or row.get("rule_id") or row.get("rule") or "").removesuffix(".")


def matter_name(stream: str, stream_id: object, language: Language) -> str:
    """What a matter is called: by its kind and its number, as its own page is headed."""
    number = case_number(UUID(str(stream_id)))
    if stream == "avvik":
        return text("avvik.number", language, number=number)
    return text(f"matter.title.{stream}" if stream in WITH_A_PAGE else "dashboard.matter.other", language, number=number)


def matter_cell(stream: str, stream_id: object, language: Language) -> Cell:
    """The name of the matter that a line belongs to; nothing where it is none that can be opened."""
    return matter_name(stream, stream_id, language) if matter_address(stream, stream_id) else Missing.NONE


def matter_address(stream: str, stream_id: object) -> str:
    """The page of a matter in the case service; empty where it has none of its own."""
    if stream == "avvik":
        return f"/avvik/{stream_id}"
    return case_address(stream_id) if stream in WITH_A_PAGE else ""


def wheel_address(school: str | None, due: date) -> str:
    """The year of a school, or of the municipality (None), in which a task of the annual wheel is due."""
    return f"/aret/{school or 'kommunen'}/{school_year_from(due)}"


def wheel_name(due: date, language: Language) -> str:
    """The annual wheel of the school year in which a task is due."""
    starts_in = school_year_from(due)
    return text("dashboard.matter.wheel", language, first=starts_in, last=f"{(starts_in + 1) % 100:02}")


def avvik_address(stream_id: object, back: str) -> str:
    """The page where an avvik is treated, which leads back to ``back``."""
    return f"/avvik/{stream_id}?{urlencode({'tilbake': back})}"
