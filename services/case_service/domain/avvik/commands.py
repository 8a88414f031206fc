"""Commands for an avvik."""

from __future__ import annotations

from typing import TypeAlias

from events.avvik import (
    AvvikCauseFound,
    AvvikClosed,
    AvvikEffectChecked,
    AvvikExported,
    AvvikMeasureDecided,
    AvvikMeasureDone,
    AvvikRaised,
    AvvikRegisteredExternally,
    AvvikReopened,
)
from services.case_service.domain.command import Command


class RaiseAvvik(Command[AvvikRaised], frozen=True):
    """Raise an avvik, by a rule that was missed or by hand."""


class RegisterAvvikExternally(Command[AvvikRegisteredExternally], frozen=True):
    """Note the id that the municipality's own avvik system gave."""


class ExportAvvik(Command[AvvikExported], frozen=True):
    """Put the avvik into a file for the municipality's own avvik system."""


class FindAvvikCause(Command[AvvikCauseFound], frozen=True):
    """Record the cause of the avvik."""


class DecideAvvikMeasure(Command[AvvikMeasureDecided], frozen=True):
    """Decide a measure, with who is responsible and by when."""


class CompleteAvvikMeasure(Command[AvvikMeasureDone], frozen=True):
    """Record that the measure was carried out."""


class CheckAvvikEffect(Command[AvvikEffectChecked], frozen=True):
    """Check whether the measure had the effect that was meant."""


class CloseAvvik(Command[AvvikClosed], frozen=True):
    """Close the avvik."""


class ReopenAvvik(Command[AvvikReopened], frozen=True):
    """Open a closed avvik again."""


AvvikCommand: TypeAlias = (
    RaiseAvvik
    | RegisterAvvikExternally
    | ExportAvvik
    | FindAvvikCause
    | DecideAvvikMeasure
    | CompleteAvvikMeasure
    | CheckAvvikEffect
    | CloseAvvik
    | ReopenAvvik
)
