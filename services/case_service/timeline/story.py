"""From events and judged obligations to what the picture shows of them at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import msgspec

from events.envelope import Precision, Recorded
from services.case_service.timeline.entries import Flag, Mark, Story
from services.case_service.timeline.lanes import Lane, lane_of
from services.compliance.calendar import end_of_day, local_day
from services.compliance.explain import Row, day_text, moment_text, shared_word_key
from services.compliance.loading import Rules
from services.compliance.rulebook import BoundRule, RuleKind
from services.compliance.verdicts import Verdict
from texts import Language, text

HORIZON: Final = timedelta(days=60)
"""How far beyond the shown moment limits are drawn. What lies further off would press all that happened together."""

UNDRAWN: Final = frozenset({Verdict.NOT_APPLICABLE})
BINDING: Final = frozenset({RuleKind.LAW, RuleKind.LOCAL})
"""Rules whose limits are drawn. What is guidance stands in the list of duties, where it can be called by its name."""

ARCHIVE: Final = "access."
"""Duties of the archive come long after the case, and say nothing about how the pupil was helped."""

QUIET: Final = frozenset({Verdict.MET})
"""Verdicts whose flags carry no words: what went well fills no room."""


class Addresses(msgspec.Struct, frozen=True):
    """Where a mark leads (by its event), and a flag (by the id of its obligation)."""

    event: Callable[[Recorded], str]
    obligation: Callable[[str], str]


def written_late(recorded: Recorded) -> bool:
    """Whether an event was written down later than the day after it was known (and, if only the day is known, happened)."""
    envelope = recorded.envelope
    known = max(envelope.known_at, envelope.occurred_at) if envelope.precision is Precision.EXACT else envelope.known_at
    return envelope.documented_at > end_of_day(local_day(known) + timedelta(days=1))


def story_of(
    recorded: Sequence[Recorded],
    judged: Iterable[Row],
    *,
    moment: datetime,
    rules: Rules,
    addresses: Addresses,
    language: Language = Language.BOKMAL,
    others: Sequence[Mark] = (),
) -> Story:
    """What the picture shows at a moment.

    ``recorded`` are the events that the reader may see, in the order of their numbers; ``judged`` the rows of
    :func:`services.compliance.verdicts.verdicts` for the same moment; ``others`` marks from other histories (avvik).
    Nothing that happens after the moment is shown, but limits that are still to come are.
    """
    marks = tuple(
        _mark(number, one, addresses, language)
        for number, one in enumerate(recorded, start=1)
        if one.envelope.occurred_at <= moment
    )
    later = tuple(mark for mark in others if mark.at <= moment)
    return Story(moment=moment, marks=marks + later, flags=_flags(judged, moment, rules, addresses, language))


def _mark(number: int, recorded: Recorded, addresses: Addresses, language: Language) -> Mark:
    envelope, late = recorded.envelope, written_late(recorded)
    exact = envelope.precision is Precision.EXACT
    when = (moment_text if exact else day_text)(envelope.occurred_at, language)
    name = text("timeline.mark", language, number=number, what=text(f"event.{recorded.topic}", language), when=when)
    if late:
        name = text("timeline.mark_late", language, name=name, written=day_text(envelope.documented_at, language))
    return Mark(
        sign=str(number),
        lane=lane_of(recorded.topic),
        at=envelope.occurred_at,
        name=name,
        url=addresses.event(recorded),
        late=late,
    )


def _flags(judged: Iterable[Row], moment: datetime, rules: Rules, addresses: Addresses, language: Language) -> tuple[Flag, ...]:
    def place(row: Row) -> tuple[Any, ...]:
        return lane_of_rule(rules.of(row)).value, local_day(row["due_at"]), row["verdict"]

    drawn = [
        row
        for row in judged
        if row["due_at"] is not None
        and row["due_at"] <= moment + HORIZON
        and Verdict(row["verdict"]) not in UNDRAWN
        and rules.of(row).kind in BINDING
        and not _ends_with(rules.of(row)).startswith(ARCHIVE)
    ]
    drawn.sort(key=place)
    return tuple(_flag(list(group), rules, addresses, language) for _, group in groupby(drawn, key=place))


def _flag(rows: list[Row], rules: Rules, addresses: Addresses, language: Language) -> Flag:
    verdict, first = Verdict(rows[0]["verdict"]), rows[0]
    what = due_text(rules.of(first), language)
    short = what if len(rows) == 1 else text("timeline.flag_more", language, what=what, n=len(rows) - 1)
    sentences = "; ".join(dict.fromkeys(rules.of(row).rule.text.in_(language) for row in rows))
    return Flag(
        lane=lane_of_rule(rules.of(first)),
        due=first["due_at"],
        verdict=verdict,
        label="" if verdict in QUIET else short,
        name=text(
            "timeline.flag",
            language,
            day=day_text(first["due_at"], language),
            verdict=text(shared_word_key(verdict, rows, rules), language),
            what=sentences,
        ),
        url=addresses.obligation(str(first["obligation_id"])),
    )


def lane_of_rule(bound: BoundRule) -> Lane:
    """The lane in which a rule's limit stands: where what discharges it would stand."""
    return lane_of(_ends_with(bound))


def due_text(bound: BoundRule, language: Language) -> str:
    """What is due by a rule, in the few words of the fact that discharges it."""
    return text(f"event.{_ends_with(bound)}", language)


def _ends_with(bound: BoundRule) -> str:
    """The topic that a rule's duty usually ends with."""
    return (bound.rule.discharge.events or bound.rule.trigger.events)[0]
