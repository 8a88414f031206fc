"""Whether content may be destroyed today: pure rules over what is known of it (arkivlova §§ 12-13; arkivforskrifta §§ 3 and 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from events.base import Stream
from events.lists.access import DisposalBasis
from events.sealing import RetentionClass
from services.case_service.disposal.standing import Standing
from services.case_service.domain.municipality.state import Retention

MONTHS = 12


class Obstacle(StrEnum):
    """What stands against a disposal. The texts stand in the catalogue as ``disposal.obstacle.<value>``."""

    NOTHING_THERE = "nothing_there"
    CASE_OPEN = "case_open"
    ENFORCEMENT_OPEN = "enforcement_open"
    AVVIK_OPEN = "avvik_open"
    COMPLAINT_OPEN = "complaint_open"
    DISCLOSURE_OPEN = "disclosure_open"
    HELD = "held"
    PRESERVED = "preserved"
    NOT_LAPSED = "not_lapsed"
    NOT_HANDED_OVER = "not_handed_over"
    NOT_IN_ERROR = "not_in_error"
    ADMINISTRATORS_ALONE = "administrators_alone"


OPEN = {
    Stream.CASE: Obstacle.CASE_OPEN,
    Stream.HEIGHTENED_CASE: Obstacle.CASE_OPEN,
    Stream.ENFORCEMENT: Obstacle.ENFORCEMENT_OPEN,
    Stream.AVVIK: Obstacle.AVVIK_OPEN,
}


def lapses_on(ended_on: date | None, rule: Retention | None) -> date | None:
    """The day after which content need not be kept; None while its matter goes on, or when it is preserved."""
    if ended_on is None or rule is None or rule.keep_months is None:
        return None
    return months_after(ended_on, rule.keep_months)


def obstacles(
    standing: Standing, retention: RetentionClass, basis: DisposalBasis, rule: Retention | None, today: date
) -> tuple[Obstacle, ...]:
    """All that stands against destroying content of a class on a basis; empty when it may be destroyed.

    ``rule`` is what the municipality decided for the class; None preserves it.
    """
    return tuple(dict.fromkeys(_obstacles(standing, retention, basis, rule, today)))


def _obstacles(
    standing: Standing, retention: RetentionClass, basis: DisposalBasis, rule: Retention | None, today: date
) -> Iterator[Obstacle]:
    if retention not in standing.has_text:
        yield Obstacle.NOTHING_THERE
    yield from (OPEN[stream] for stream in Stream if stream in standing.open_matters)
    if standing.complaint_open:
        yield Obstacle.COMPLAINT_OPEN
    if standing.disclosure_open:
        yield Obstacle.DISCLOSURE_OPEN
    if standing.held:
        yield Obstacle.HELD
    if basis is DisposalBasis.RETENTION_LAPSED:
        yield from _not_lapsed(standing, retention, rule, today)
    elif basis is DisposalBasis.REGISTERED_IN_ERROR and not standing.in_error:
        yield Obstacle.NOT_IN_ERROR
    elif basis is DisposalBasis.HANDED_OVER_TO_ARCHIVE and not standing.handed_over:
        yield Obstacle.NOT_HANDED_OVER


def _not_lapsed(standing: Standing, retention: RetentionClass, rule: Retention | None, today: date) -> Iterator[Obstacle]:
    if retention is RetentionClass.PRESERVED or rule is None or rule.keep_months is None:
        yield Obstacle.PRESERVED
        return
    last = lapses_on(standing.ended_on, rule)
    if last is not None and today <= last:
        yield Obstacle.NOT_LAPSED


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where there is none."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
