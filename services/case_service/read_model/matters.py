"""From a matter's events to its row: the state says what it waits for, the events who carries it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from typing import Any, Final
from uuid import UUID

from events import Recorded
from events.base import Stream
from events.closing import CaseClosed, CaseReopened
from events.concern import CaseLinked, ConcernReceived, OwnerAcknowledged, OwnerNotified, PrincipalAcknowledged, ReportedToPrincipal
from events.envelope import Envelope
from events.heightened import AccusedExcluded, HeightenedReportReceived, OwnerNotifiedOfHeightenedReport, PersonnelFileReferenced
from events.intervention import InterventionReportedToMunicipality
from services.case_service.domain import STREAMS
from services.case_service.read_model.rows import AvvikRow, MatterRow
from services.case_service.rights.shown import ASSIGNING
from services.case_service.store import Readable

CONCERNS: Final = ("pupil", "observed")
MATTERS: Final = frozenset(
    {
        Stream.CASE,
        Stream.HEIGHTENED_CASE,
        Stream.PHYSICAL_INTERVENTION,
        Stream.ENFORCEMENT,
        Stream.AVVIK,
        Stream.SURVEY,
    }
)


def state_of(recorded: Sequence[Recorded]) -> Any:
    """What the domain makes of a stream's events."""
    return _state(recorded[0].envelope.stream, recorded)


def _state(stream: Stream, recorded: Iterable[Recorded]) -> Any:
    rules = STREAMS[stream]
    return reduce(rules.evolve, (one.event for one in recorded), rules.initial)


def stage_of(state: object) -> str:
    """The name of what a state waits for: its tag, or its class in small letters."""
    tag = getattr(getattr(state, "__struct_config__", None), "tag", None)
    return tag if isinstance(tag, str) else re.sub(r"(?<!^)(?=[A-Z])", "_", type(state).__name__).lower()


def matter_row(found: Readable) -> MatterRow:
    """The row of a matter, of what can be read: of an event whose facts are damaged, when it happened and who recorded it."""
    recorded, envelopes = found.events, found.envelopes
    first = envelopes[0]
    state = _state(first.stream, recorded)
    record = getattr(state, "record", None)
    work = getattr(record, "work", None)
    events = [one.event for one in recorded]
    told_of = first.persons[0] if first.persons else None
    pupil = getattr(work, "pupil", None) or getattr(state, "pupil", None) or _first(events, "pupil") or told_of
    return MatterRow(
        stream=first.stream,
        stream_id=found.stream_id,
        case_id=first.case_id or found.stream_id,
        school=next((one.school for one in reversed(envelopes) if one.school), None),
        stage=stage_of(state),
        version=found.version,
        position=(recorded[-1].position or 0) if recorded else 0,
        first_known_at=min(one.known_at for one in envelopes),
        started_at=min(one.occurred_at for one in envelopes),
        last_event_at=max(one.recorded_at for one in envelopes),
        pupil=pupil,
        pupil_role=getattr(work, "roles", {}).get(pupil) if pupil else None,
        subjects=_unique([*([pupil] if pupil else []), *getattr(work, "roles", {}), *_named(events, CONCERNS)]),
        opened_at=first_moment(recorded, "CaseOpened"),
        closed_at=closed_at(recorded),
        acknowledged_at=first_moment(recorded, PrincipalAcknowledged.__name__),
        serious=getattr(record, "serious", None),
        danger=bool(getattr(record, "danger_to_life_or_health", False)),
        owner_notified=_owner_notified(events),
        owner_acknowledged=any(isinstance(event, OwnerAcknowledged) for event in events),
        suspected=getattr(record, "suspected", None),
        suspected_persons=_unique(
            [
                *(event.suspected_person for event in events if isinstance(event, HeightenedReportReceived)),
                *(event.person for event in events if isinstance(event, AccusedExcluded)),
            ]
        ),
        case_handler=getattr(record, "case_handler", None),
        responsible=_unique(_named(events, sorted(ASSIGNING))),
        reported_by=_reporters(first, recorded),
        linked=_unique(event.other_case for event in events if isinstance(event, CaseLinked)),
        joined_to=next((event.to_case for event in events if type(event).__name__ == "ConcernJoined"), None),  # type: ignore[attr-defined]
        reporter_code=next((event.code_hash for event in events if type(event).__name__ == "ReporterCodeIssued"), None),  # type: ignore[attr-defined]
        unanswered_messages=_unanswered(events),
        concern=next((event.concern.value for event in events if isinstance(event, ConcernReceived)), None),
        personnel_reference=any(isinstance(event, PersonnelFileReferenced) for event in events),
    )


def avvik_row(recorded: Sequence[Recorded]) -> AvvikRow:
    """The row of an avvik."""
    first, last = recorded[0], recorded[-1]
    state = state_of(recorded)
    treatment = state.treatment
    raised = first.event
    open_measures = [measure.due_on for measure in treatment.measures.values() if not measure.done]
    system, reference = treatment.external or (None, None)
    return AvvikRow(
        stream_id=first.stream_id,
        school=first.envelope.school,
        stage=stage_of(state),
        version=last.version,
        raised_at=first.envelope.occurred_at,
        kind=treatment.kind,
        grade=treatment.grade,
        rule=treatment.rule,
        obligation=getattr(raised, "obligation", None),
        about_stream=getattr(raised, "about_stream", None),
        responsible=getattr(raised, "responsible", None),
        due_on=min(open_measures, default=None),
        external_system=None if system is None else system.value,
        external_reference=reference,
        closed_at=_last_moment(recorded, "AvvikClosed") if stage_of(state) == "closed" else None,
    )


def _reporters(first: Envelope, recorded: Iterable[Recorded]) -> tuple[UUID, ...]:
    found = [first.actor.ref]
    if (behalf := first.actor.on_behalf_of) is not None:
        found.append(behalf)
    for one in recorded:
        if isinstance(one.event, ConcernReceived):
            found.append(one.envelope.actor.ref)
        elif isinstance(one.event, ReportedToPrincipal):
            found.append(one.event.reported_by)
    return _unique(found)


def _owner_notified(events: Iterable[object]) -> bool:
    return any(
        isinstance(event, OwnerNotified | OwnerNotifiedOfHeightenedReport | InterventionReportedToMunicipality)
        or (isinstance(event, HeightenedReportReceived) and event.received_by_owner)
        for event in events
    )


def _unanswered(events: Iterable[object]) -> int:
    waiting = 0
    for event in events:
        name = type(event).__name__
        waiting = waiting + 1 if name == "MessageFromReporter" else 0 if name == "MessageToReporter" else waiting
    return waiting


def closed_at(recorded: Sequence[Recorded]) -> datetime | None:
    """When the matter was closed, as its events stand; None while it is open."""
    at = None
    for one in recorded:
        if isinstance(one.event, CaseClosed):
            at = one.envelope.occurred_at
        elif isinstance(one.event, CaseReopened):
            at = None
        elif type(one.event).__name__ in {"AvvikClosed", "StatsforvalterCaseClosed"}:
            at = one.envelope.occurred_at
        elif type(one.event).__name__ == "AvvikReopened":
            at = None
    return at


def first_moment(recorded: Sequence[Recorded], name: str) -> datetime | None:
    """When the first event of a class, by its name, happened."""
    return next((one.envelope.occurred_at for one in recorded if type(one.event).__name__ == name), None)


def _last_moment(recorded: Sequence[Recorded], name: str) -> datetime | None:
    return first_moment(recorded[::-1], name)


def _first(events: Iterable[object], field: str) -> UUID | None:
    return next((found for event in events if isinstance(found := getattr(event, field, None), UUID)), None)


def _named(events: Iterable[object], fields: Sequence[str]) -> Iterable[UUID]:
    for event in events:
        for field in fields:
            found = getattr(event, field, None)
            if isinstance(found, UUID):
                yield found
            elif isinstance(found, tuple):
                yield from (one for one in found if isinstance(one, UUID))


def _unique(found: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(found))
