"""The lines of a state in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from services.case_service.forms import Refers
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.whom import Whom
from services.case_service.reading import Shown
from services.case_service.replay import Kind, StateLine
from services.case_service.replay.words import value_text

REFERS: Final[Mapping[str, Refers]] = {
    "added_concerns": Refers.MATTER,
    "best_interest": Refers.PUPIL,
    "case_handler": Refers.STAFF,
    "decisions": Refers.DECISION,
    "employee": Refers.STAFF,
    "heard": Refers.PUPIL,
    "items": Refers.ORDER_ITEM,
    "items.evidence_events": Refers.EVENT,
    "linked_cases": Refers.CASE,
    "measures": Refers.MEASURE,
    "measures.executor": Refers.ANYBODY,
    "plan.measures": Refers.MEASURE,
    "pupil": Refers.PUPIL,
    "pupil_case": Refers.CASE,
    "referrals": Refers.REFERRAL,
    "requests": Refers.REQUEST,
    "roles": Refers.PUPIL,
    "suspected_person": Refers.ANYBODY,
    "to_case": Refers.CASE,
}
"""What the ids of a line, or the id that it is about, stand for."""


class ShownLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line in words. ``kind``: how the chosen event touched it, with what it was ``before``; None when it did not."""

    label: str
    values: tuple[Shown, ...]
    kind: Kind | None = None
    before: tuple[Shown, ...] = ()

    @property
    def text(self) -> str:
        """The values in one line."""
        return ", ".join(one.text for one in self.values)


def shown_line(line: StateLine, whom: Whom) -> ShownLine:
    """A line in words."""
    return ShownLine(label=label_of(line, whom), values=values_of(line, whom))


def label_of(line: StateLine, whom: Whom) -> str:
    """What a line is about."""
    words = t(f"replay.state.{line.path}")
    if line.about is None:
        return words
    # What a measure's line is about is the measure, whatever its value stands for.
    refers = REFERS.get(line.path.partition(".")[0]) or REFERS.get(line.path)
    if refers is None:
        return t("replay.state.of", what=words, whom=line.about.int)
    found = whom(refers, line.about, {})
    return t("replay.state.of", what=words, whom=t("reading.nobody") if found is None else found.text)


def values_of(line: StateLine, whom: Whom) -> tuple[Shown, ...]:
    """The value of a line, or each of its values."""
    values = line.value if isinstance(line.value, tuple) else (line.value,)
    return tuple(_value(one, line.path, whom) for one in values)


def _value(value: Any, path: str, whom: Whom) -> Shown:
    if value is None:
        return Shown(t("replay.state.not_said"))
    if isinstance(value, UUID):
        return (whom(REFERS[path], value, {}) if path in REFERS else None) or Shown(t("reading.nobody"))
    return Shown(value_text(value, path, current_language()))
