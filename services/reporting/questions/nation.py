"""The county and the nation, where somebody has combined what municipalities published."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from services.reporting.questions.base import Question


class NationFigures(Question, frozen=True, kw_only=True, tag="nation_figures"):
    """One row per area and figure (columns: services.reporting.nation.combining.COMBINED); none where nothing was combined.

    It rests on published figures alone, so it is the same for everybody, whatever the scope and the moment.
    """

    is_counted: ClassVar[bool] = True


class NationMembers(Question, frozen=True, kw_only=True, tag="nation_members"):
    """One row per municipality whose figures are combined. Columns: municipality, name (what it calls itself), area (county)."""

    is_counted: ClassVar[bool] = True


class NationWithheld(Question, frozen=True, kw_only=True, tag="nation_withheld"):
    """One row per release that a municipality withheld whole. Columns: cube, period, municipality, name (what it calls itself)."""

    is_counted: ClassVar[bool] = True


class Counties(Question, frozen=True, kw_only=True, tag="counties"):
    """One row per county that there is or was. Columns: county (its number), name (its last)."""

    is_counted: ClassVar[bool] = True


NationQuestion: TypeAlias = NationFigures | NationMembers | NationWithheld | Counties
