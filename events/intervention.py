"""G. Physical interventions (opplæringslova §§ 13-3 to 13-5)."""

from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.lists.concern import Arena
from events.lists.decisions import InterventionCondition
from events.sealing import Sealed


@fact("intervention.PhysicalInterventionRecorded", Stream.PHYSICAL_INTERVENTION, duty=SubDuty.DOCUMENT)
class PhysicalInterventionRecorded(Event, frozen=True, kw_only=True):
    """A physical intervention against a pupil was written down.

    Opplæringslova §§ 13-4, 13-5.
    """

    pupil: UUID
    employee: UUID
    witnesses: tuple[UUID, ...] = ()
    arena: Arena
    conditions: tuple[InterventionCondition, ...]
    milder_means_tried: bool
    repeated: bool
    particularly_serious: bool
    what_happened: Sealed[str]
    intervention: Sealed[str]
    pupils_view: Sealed[str] | None = None


@fact("intervention.InterventionReportedToPrincipal", Stream.PHYSICAL_INTERVENTION, duty=SubDuty.REPORT)
class InterventionReportedToPrincipal(Event, frozen=True, kw_only=True):
    """The employee told the principal.

    Opplæringslova § 13-5.
    """

    principal: UUID


@fact("intervention.InterventionReportedToGuardians", Stream.PHYSICAL_INTERVENTION, duty=SubDuty.REPORT)
class InterventionReportedToGuardians(Event, frozen=True, kw_only=True):
    """The principal told the guardians.

    Opplæringslova § 13-5.
    """

    guardians: tuple[UUID, ...]


@fact("intervention.InterventionReportedToMunicipality", Stream.PHYSICAL_INTERVENTION, duty=SubDuty.REPORT)
class InterventionReportedToMunicipality(Event, frozen=True, kw_only=True):
    """The principal told the municipality, because it was repeated or particularly serious.

    Opplæringslova § 13-5.
    """

    receiver: UUID | None = None


@fact("intervention.DebriefHeld", Stream.PHYSICAL_INTERVENTION, duty=SubDuty.DOCUMENT)
class DebriefHeld(Event, frozen=True, kw_only=True):
    """Those involved went through the event afterwards.

    Opplæringslova § 13-3.
    """

    participants: tuple[UUID, ...]
    pupil_participated: bool
    learning: Sealed[str]
