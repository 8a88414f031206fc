"""The TOML form of a rulebook: law, guidance or a municipal plan, as pure data.

The form is documented in docs/explanation/deadlines.md. These structs check its shape; whether it names events and
facts that exist is checked in :mod:`services.compliance.rulebook_checks`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from events.base import SubDuty
from texts import Text

Positive = Annotated[int, msgspec.Meta(ge=1, le=3_650)]
"""How many hours, days or weeks a limit has."""
Working = Annotated[int, msgspec.Meta(ge=1, le=240)]
"""How many working days a limit has: less than a year, as far as a calendar reaches beyond what happened."""
Minutes = Annotated[int, msgspec.Meta(ge=1, le=10_080)]
Shift = Annotated[int, msgspec.Meta(ge=-3_650, le=3_650)]
RuleId = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$")]
RulebookId = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$")]


class RuleKind(StrEnum):
    """What stands behind a rule."""

    LAW = "law"
    GUIDANCE = "guidance"
    LOCAL = "local"


class Miss(StrEnum):
    """What it means to miss a rule."""

    BREACH_OF_LAW = "breach_of_law"
    INTERNAL_AVVIK = "internal_avvik"
    WARNING = "warning"


MISS_BY_KIND: Final = {
    RuleKind.LAW: Miss.BREACH_OF_LAW,
    RuleKind.LOCAL: Miss.INTERNAL_AVVIK,
    RuleKind.GUIDANCE: Miss.WARNING,
}


class Op(StrEnum):
    """How a condition compares a fact with its value.

    A fact that is absent satisfies ``is_null``, ``ne``, ``not_in`` and ``lacks_any`` and nothing else.
    ``lacks_any`` holds when at least one of the values is not in the list: it is the opposite of ``contains_all``.
    """

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    IS_NULL = "is_null"
    NOT_NULL = "not_null"
    CONTAINS = "contains"
    CONTAINS_ALL = "contains_all"
    LACKS_ANY = "lacks_any"


class Clock(StrEnum):
    """The moment that time is counted from: when it happened, or when someone at the school knew (never earlier)."""

    OCCURRED_AT = "occurred_at"
    KNOWN_AT = "known_at"


class Match(StrEnum):
    """Which events may discharge.

    ``after``: from the opening on, never the trigger itself. ``ever``: the earliest in scope, in whatever order. ``before``: as
    ``ever``, and due at the opening. ``same_event``: the trigger must itself satisfy the discharge's conditions.
    """

    AFTER = "after"
    EVER = "ever"
    BEFORE = "before"
    SAME_EVENT = "same_event"


CASE: Final = "case"
STREAM: Final = "stream"

Scalar = bool | int | float | str
Value = Scalar | tuple[Scalar, ...]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One comparison of a fact; several must all hold. It is asked of the events that have the fact; the others pass.

    A date is written as text, as in ``"2026-03-03"``.
    """

    field: str
    op: Op
    value: Value | None = None


class Trigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What opens an obligation. ``key`` is ``case``, ``stream`` or the name of a fact: the scope a discharge is sought in."""

    events: tuple[str, ...]
    where: tuple[Condition, ...] = ()
    clock: Clock = Clock.OCCURRED_AT
    first: bool = False
    key: str = CASE


class Discharge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What fulfils an obligation. The facts named in ``same`` must be equal on trigger and discharge (absent equals absent)."""

    events: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    match: Match = Match.AFTER
    same: tuple[str, ...] = ()


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ends an obligation that is not yet due, unfulfilled. An event without the key's fact acts on the whole case.

    The trigger does not release what it opens, unless ``itself`` is true: then it tells until when, and nothing is owed.
    """

    events: tuple[str, ...]
    where: tuple[Condition, ...] = ()
    itself: bool = False


class DueBase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """When an obligation is due. Days are local (Europe/Oslo) and a due day lasts until its end."""


class AtOnce(DueBase, frozen=True, tag="at_once"):
    """Straks, made measurable: so many minutes."""

    minutes: Minutes = 120


class Hours(DueBase, frozen=True, tag="hours"):
    """So many hours of elapsed time."""

    n: Positive


class SameDay(DueBase, frozen=True, tag="same_day"):
    """The end of the local day."""


class NextDay(DueBase, frozen=True, tag="next_day"):
    """The end of the next local day."""


class Days(DueBase, frozen=True, tag="days"):
    """The end of the n-th day after."""

    n: Positive


class Weeks(DueBase, frozen=True, tag="weeks"):
    """The end of the same weekday n weeks after."""

    n: Positive


class WorkingDays(DueBase, frozen=True, tag="working_days"):
    """The end of the n-th working day after the day of opening; weekends and public holidays are no working days."""

    n: Working


class DateField(DueBase, frozen=True, tag="date_field"):
    """The end of a date that the trigger itself names. A trigger without the date opens nothing."""

    field: str
    plus_days: Shift = 0
    plus_weeks: Shift = 0


class SchoolYearDate(DueBase, frozen=True, tag="school_year_date"):
    """A day of the school year (from 1 August) of the opening, or of the one whose first year the fact ``year_field`` gives.

    Either ``month`` and ``day`` (a day that the month lacks is its last), or ``iso_week``: *before* that week, so the
    end of the Sunday of the week before.
    """

    month: Annotated[int, msgspec.Meta(ge=1, le=12)] | None = None
    day: Annotated[int, msgspec.Meta(ge=1, le=31)] | None = None
    iso_week: Annotated[int, msgspec.Meta(ge=1, le=52)] | None = None
    year_field: str | None = None


class Asap(DueBase, frozen=True, tag="asap"):
    """As soon as possible (snarast): measured, not limited. After so many silent working days it counts as not documented."""

    silence_working_days: Working = 5


class Before(DueBase, frozen=True, tag="before"):
    """Due at the opening itself."""


class Check(DueBase, frozen=True, tag="check"):
    """Judged at once, on the trigger itself."""


Due = AtOnce | Hours | SameDay | NextDay | Days | Weeks | WorkingDays | DateField | SchoolYearDate | Asap | Before | Check


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule as it stands in the file. ``time_table`` names the rows of docs/reference/time-rules.md that it covers."""

    id: RuleId
    section: str
    duty: SubDuty
    text: Text
    trigger: Trigger
    due: Due
    discharge: Discharge
    release: Release | None = None
    kind: RuleKind | None = None
    miss: Miss | None = None
    time_table: tuple[int | str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


class RulebookHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a rulebook says about itself. ``valid_until`` is its last day; both dates are compared with the local day of opening."""

    id: RulebookId
    kind: RuleKind
    title: Text
    document: str
    valid_from: date
    valid_until: date | None = None


class BoundRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with what it takes over from its rulebook. ``always`` is False for municipal plans, which a school chooses."""

    rule: Rule
    rulebook: str
    document: str
    kind: RuleKind
    miss: Miss
    valid_from: date
    valid_until: date | None
    always: bool


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its head and its rules."""

    head: RulebookHead
    rules: tuple[Rule, ...]

    def bound(self) -> tuple[BoundRule, ...]:
        """The rules with kind, miss and validity filled in from the head."""
        head = self.head
        return tuple(
            BoundRule(
                rule=rule,
                rulebook=head.id,
                document=head.document,
                kind=(kind := rule.kind or head.kind),
                miss=rule.miss or MISS_BY_KIND[kind],
                valid_from=rule.valid_from or head.valid_from,
                valid_until=rule.valid_until or head.valid_until,
                always=head.kind is not RuleKind.LOCAL,
            )
            for rule in self.rules
        )
