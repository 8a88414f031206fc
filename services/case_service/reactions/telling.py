"""From a recorded event to the notices that it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec

from events import Event, Recorded
from events.access import AccessGranted, BreakGlassUsed, LoginAdministered, UnusualReadingDetected
from events.avvik import AvvikRaised
from events.concern import (
    CaseOpened,
    ConcernReceived,
    OwnerAcknowledged,
    OwnerNotified,
    PrincipalAcknowledged,
    ReportedToPrincipal,
)
from events.dialogue import MessageFromReporter
from events.enforcement import StatsforvalterDecisionReceived, StatsforvalterRequestedInformation
from events.heightened import HeightenedReportReceived, OwnerNotifiedOfHeightenedReport
from events.intervention import InterventionReportedToMunicipality, InterventionReportedToPrincipal
from events.lists.people import FAMILY
from events.local_time import OSLO
from events.plan import MeasureAdded
from events.wheel import RequiredReadingSet, WheelTaskHandedOver
from services.case_service.notices.notice import Notice, NoticeKind
from services.case_service.reactions.recipients import Recipients
from services.case_service.read_model import MatterRow, ReadModel


class Telling:
    """Says who is to be told of an event."""

    def __init__(self, model: ReadModel, recipients: Recipients) -> None:
        self._model = model
        self._recipients = recipients

    def notices(self, recorded: Recorded) -> tuple[Notice, ...]:
        """The notices that an event gives: nobody is told of what she did herself."""
        envelope = recorded.envelope
        about = self._about(recorded)
        on = envelope.recorded_at.astimezone(OSLO).date()
        actor = envelope.actor.on_behalf_of or envelope.actor.ref
        found = dict.fromkeys(pair for pair in self._told(recorded, about, on) if pair[1] not in {actor, envelope.actor.ref})
        return tuple(
            Notice(
                person=person,
                kind=kind,
                cause=str(envelope.event_id),
                made_at=envelope.recorded_at,
                stream=None if about is None else about.stream,
                about=None if about is None else about.stream_id,
            )
            for kind, person in found
        )

    def _about(self, recorded: Recorded) -> MatterRow | None:
        to_stream = getattr(recorded.event, "to_stream", None)
        return self._model.matter(to_stream if isinstance(to_stream, UUID) else recorded.stream_id)

    def _told(self, recorded: Recorded, about: MatterRow | None, on: date) -> Iterator[tuple[NoticeKind, UUID]]:
        to = self._recipients
        officers = to.protection_officers(on)
        if about is None:
            parties = Parties(officers=officers, readers=self._readers(recorded, on))
        else:
            parties = Parties(
                officers=officers,
                principals=to.principals_of(about, on),
                owners=to.allowed(about, to.owners(on)),
                leading=to.leading(about, on),
                reporters=about.reported_by,
                led_by_owner=about.led_by_owner,
            )
        for kind, whom in TELLS.get(type(recorded.event), ()):
            people = whom(recorded.event, parties)
            for person in people if about is None else to.allowed(about, people):
                yield kind, person

    def _readers(self, recorded: Recorded, on: date) -> tuple[UUID, ...]:
        """Those who are to read a plan or routine: at the school that asks, or, where the municipality asks, everywhere."""
        match recorded.event:
            case RequiredReadingSet(roles=roles):
                return self._recipients.with_roles(roles, recorded.envelope.school, on)
        return ()


class Parties(msgspec.Struct, frozen=True, kw_only=True):
    """Those who may have to be told of an event in a matter, by post."""

    officers: tuple[UUID, ...] = ()
    principals: tuple[UUID, ...] = ()
    owners: tuple[UUID, ...] = ()
    leading: tuple[UUID, ...] = ()
    reporters: tuple[UUID, ...] = ()
    readers: tuple[UUID, ...] = ()
    led_by_owner: bool = False


"""They are told by the school, and have pages of their own."""

Whom: TypeAlias = Callable[[Any, Parties], tuple[UUID, ...]]

TELLS: Final[Mapping[type[Event], tuple[tuple[NoticeKind, Whom], ...]]] = {
    ConcernReceived: ((NoticeKind.REPORT_RECEIVED, lambda _, to: to.principals),),
    ReportedToPrincipal: ((NoticeKind.REPORT_RECEIVED, lambda _, to: to.principals),),
    PrincipalAcknowledged: (
        (NoticeKind.REPORT_ACKNOWLEDGED, lambda _, to: to.reporters),
        (NoticeKind.CASE_ASSIGNED, lambda event, _: _one(event.case_handler)),
    ),
    CaseOpened: ((NoticeKind.CASE_ASSIGNED, lambda event, _: _one(event.case_handler)),),
    MeasureAdded: ((NoticeKind.MEASURE_ASSIGNED, lambda event, _: _one(event.executor)),),
    MessageFromReporter: ((NoticeKind.MESSAGE_RECEIVED, lambda _, to: to.leading),),
    OwnerNotified: ((NoticeKind.SERIOUS_CASE, lambda _, to: to.owners),),
    OwnerAcknowledged: ((NoticeKind.OWNER_HAS_ACKNOWLEDGED, lambda _, to: to.principals),),
    HeightenedReportReceived: ((NoticeKind.HEIGHTENED_REPORT, lambda _, to: to.owners if to.led_by_owner else to.principals),),
    OwnerNotifiedOfHeightenedReport: ((NoticeKind.HEIGHTENED_REPORT, lambda _, to: to.owners),),
    InterventionReportedToPrincipal: ((NoticeKind.INTERVENTION_REPORTED, lambda _, to: to.principals),),
    InterventionReportedToMunicipality: ((NoticeKind.INTERVENTION_REPORTED, lambda _, to: to.owners),),
    StatsforvalterRequestedInformation: ((NoticeKind.STATSFORVALTER_ASKS, lambda _, to: (*to.principals, *to.owners)),),
    StatsforvalterDecisionReceived: ((NoticeKind.STATSFORVALTER_DECIDED, lambda _, to: (*to.principals, *to.owners)),),
    AccessGranted: ((NoticeKind.ACCESS_GRANTED, lambda event, _: () if event.role in FAMILY else _one(event.person)),),
    BreakGlassUsed: ((NoticeKind.EMERGENCY_ACCESS, lambda _, to: (*to.principals, *to.owners, *to.officers)),),
    UnusualReadingDetected: ((NoticeKind.UNUSUAL_READING, lambda _, to: to.officers),),
    LoginAdministered: ((NoticeKind.LOGIN_ADMINISTERED, lambda event, _: _one(event.person)),),
    RequiredReadingSet: ((NoticeKind.READING_REQUIRED, lambda _, to: to.readers),),
    WheelTaskHandedOver: ((NoticeKind.YEAR_TASK_ASSIGNED, lambda event, _: _one(event.responsible)),),
    AvvikRaised: ((NoticeKind.AVVIK_RAISED, lambda event, _: _one(event.responsible)),),
}
"""Of which events whom is told. A person who is suspected in a matter, or shut out of it, is told nothing of it."""


def _one(person: UUID | None) -> tuple[UUID, ...]:
    return () if person is None else (person,)
