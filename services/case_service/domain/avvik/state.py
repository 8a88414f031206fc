"""What an avvik waits for, and what is known of its treatment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.lists.concern import OwnerChannel
from events.lists.decisions import AvvikEffect, AvvikGrade, AvvikKind


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure against the avvik: who is responsible, by when, and whether it was carried out."""

    responsible: UUID
    due_on: date
    done: bool = False


class Treatment(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an avvik, whatever it waits for. ``external`` is its id in the municipality's own system."""

    kind: AvvikKind | None = None
    grade: AvvikGrade | None = None
    rule: str | None = None
    external: tuple[OwnerChannel, str] | None = None
    exported_to: frozenset[OwnerChannel] = frozenset()
    cause_found: bool = False
    measures: Mapping[UUID, Measure] = {}
    effect: AvvikEffect | None = None
    times_reopened: int = 0


class NotRaised(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing is known."""

    treatment: Treatment = Treatment()


class AwaitsMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """Raised, reopened, or treated without effect: waits for a cause and a measure."""

    treatment: Treatment


class AwaitsCompletion(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for measures to be carried out."""

    treatment: Treatment


class AwaitsEffect(msgspec.Struct, frozen=True, kw_only=True):
    """Every measure is carried out: waits for a check of the effect."""

    treatment: Treatment


class Effective(msgspec.Struct, frozen=True, kw_only=True):
    """The measures had their effect: waits to be closed."""

    treatment: Treatment


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for nothing."""

    treatment: Treatment


State: TypeAlias = NotRaised | AwaitsMeasure | AwaitsCompletion | AwaitsEffect | Effective | Closed


def overdue_measures(state: State, on: date) -> tuple[UUID, ...]:
    """The measures that are not carried out although their date is past on ``on``; the date itself is still in time."""
    return tuple(key for key, measure in state.treatment.measures.items() if not measure.done and measure.due_on < on)
