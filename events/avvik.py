"""Avvik (non-conformities): raised by rule or by hand, and treated until the measure has had its effect (kommunelova § 25-1)."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.lists.concern import OwnerChannel
from events.lists.decisions import AvvikEffect, AvvikGrade, AvvikKind
from events.sealing import Sealed


@fact("avvik.AvvikRaised", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikRaised(Event, frozen=True, kw_only=True):
    """An avvik was raised, by a rule that was missed or by a person. It holds no name.

    Kommunelova § 25-1.
    """

    kind: AvvikKind
    grade: AvvikGrade
    rule: str | None = None
    obligation: str | None = None
    about_stream: UUID | None = None
    responsible: UUID | None = None
    description: Sealed[str] | None = None


@fact("avvik.AvvikRegisteredExternally", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikRegisteredExternally(Event, frozen=True, kw_only=True):
    """The avvik was entered into the municipality's own avvik system, which gave it an id.

    The municipal plans (EQS, Kvalitetsportalen, Compilo).
    """

    system: OwnerChannel
    reference: str


@fact("avvik.AvvikExported", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikExported(Event, frozen=True, kw_only=True):
    """The avvik went, without names, into a file for the municipality's own avvik system.

    The municipal plans (EQS, Kvalitetsportalen, Compilo).
    """

    system: OwnerChannel
    batch: UUID


@fact("avvik.AvvikCauseFound", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikCauseFound(Event, frozen=True, kw_only=True):
    """The cause of the avvik was found.

    Kommunelova § 25-1.
    """

    found_by: UUID
    cause: Sealed[str]


@fact("avvik.AvvikMeasureDecided", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikMeasureDecided(Event, frozen=True, kw_only=True):
    """A measure against the avvik was decided, with who is responsible and by when.

    Kommunelova § 25-1.
    """

    measure: UUID
    responsible: UUID
    due_on: date
    description: Sealed[str]


@fact("avvik.AvvikMeasureDone", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikMeasureDone(Event, frozen=True, kw_only=True):
    """The measure against the avvik was carried out.

    Kommunelova § 25-1.
    """

    measure: UUID
    note: Sealed[str] | None = None


@fact("avvik.AvvikEffectChecked", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikEffectChecked(Event, frozen=True, kw_only=True):
    """It was checked whether the measure had the effect that was meant.

    Kommunelova § 25-1.
    """

    effect: AvvikEffect
    note: Sealed[str] | None = None


@fact("avvik.AvvikClosed", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikClosed(Event, frozen=True, kw_only=True):
    """The avvik was closed.

    Kommunelova § 25-1.
    """

    closed_by: UUID
    note: Sealed[str] | None = None


@fact("avvik.AvvikReopened", Stream.AVVIK, duty=SubDuty.DOCUMENT)
class AvvikReopened(Event, frozen=True, kw_only=True):
    """A closed avvik was opened again.

    Kommunelova § 25-1.
    """

    reason: Sealed[str]
