"""What the demo's municipality keeps and lets go: a rule, a disposal that one has approved, a hold, a request for erasure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID, uuid5

import msgspec

from events import Event, Stream
from events.archive import DisposalApproved, ErasureRequested, LegalHoldPlaced
from events.closing import CaseClosed
from events.investigation import ConversationHeld
from events.lists.access import DisposalBasis, HoldGround
from events.lists.people import Role
from events.local_time import OSLO
from events.municipality import RetentionRuleSet
from events.sealing import RetentionClass
from services.case_service.disposal.judging import months_after
from services.case_service.streams import access_stream, municipality_stream
from varde.demo.beats import Beat, at, weekday_before
from varde.demo.municipality import DEMO_TENANT
from varde.demo.people import ADMINISTRATOR, ARCHIVIST

KEPT_FOR = 12
BASIS = "Arkivplanen punkt 4.2; arkivforskrifta § 3"
DECIDED_AFTER = timedelta(days=40)
HELD_AGO, ASKED_AGO, PROPOSED_AGO = 12, 6, 3
"""Days before the demo's end on which a lapsed case is held, is asked to be erased, and is proposed for disposal."""


class Lapsed(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose working notes have been kept for long enough."""

    case: UUID
    school: str | None
    lapsed_on: date


def retention(told: Sequence[Beat], until: datetime) -> Iterator[Beat]:
    """What administrator and archivist decided, up to ``until``, of the cases in ``told``."""
    decided_on = (min(beat.recorded_at for beat in told) + DECIDED_AFTER).date()
    if decided_on >= until.date():
        return
    rule = RetentionRuleSet(retention=RetentionClass.WORKING_NOTE, keep_months=KEPT_FOR, basis=BASIS)
    yield _beat(Stream.MUNICIPALITY, municipality_stream(DEMO_TENANT), rule, at(weekday_before(decided_on), 10))
    today = until.astimezone(OSLO).date()
    lapsed = islice(_lapsed(told, today - timedelta(days=HELD_AGO + 2)), 3)
    for days_ago, decide, case in zip((HELD_AGO, ASKED_AGO, PROPOSED_AGO), (_held, _asked, _proposed), lapsed, strict=False):
        day = weekday_before(today - timedelta(days=days_ago))
        yield _beat(Stream.ACCESS, access_stream(case.case), decide(case, day), at(day, 13), case)


def _lapsed(told: Sequence[Beat], today: date) -> Iterator[Lapsed]:
    """Cases at their end, the first closed first, that nothing but the time of their working notes has to do with."""
    beats_of: dict[UUID, list[Beat]] = {}
    for beat in told:
        if beat.case_id is not None:
            beats_of.setdefault(beat.case_id, []).append(beat)
    found = []
    for case, beats in beats_of.items():
        closed = [beat for beat in beats if isinstance(beat.fact, CaseClosed)]
        noted = any(isinstance(beat.fact, ConversationHeld) and beat.fact.note for beat in beats)
        if len(closed) == 1 and noted and all(beat.stream is Stream.CASE for beat in beats):
            lapsed_on = months_after(closed[0].recorded_at.astimezone(OSLO).date(), KEPT_FOR)
            found.append(Lapsed(case=case, school=beats[0].school, lapsed_on=lapsed_on))
    return iter(sorted((one for one in found if one.lapsed_on < today), key=lambda one: (one.lapsed_on, one.case)))


def _held(case: Lapsed, _: date) -> Event:
    reason = "Foreldrene har varslet krav om erstatning. Notatene kan være bevis."
    return LegalHoldPlaced(hold=uuid5(case.case, "hold"), of_subject=case.case, ground=HoldGround.LEGAL_CLAIM, reason=reason)


def _asked(case: Lapsed, day: date) -> Event:
    return ErasureRequested(
        request=uuid5(case.case, "erasure"),
        of_subject=case.case,
        answer_by=months_after(day, 1),
        requester="Far til eleven",
        about="Ber om at alt som står om sønnen i saken, blir slettet.",
    )


def _proposed(case: Lapsed, _: date) -> Event:
    return DisposalApproved(
        disposal=uuid5(case.case, "disposal"),
        of_subject=case.case,
        retention=RetentionClass.WORKING_NOTE,
        basis=DisposalBasis.RETENTION_LAPSED,
        provision=BASIS,
        lapsed_on=case.lapsed_on,
        approved_by=ARCHIVIST,
    )


def _beat(stream: Stream, stream_id: UUID, fact: Event, moment: datetime, about: Lapsed | None = None) -> Beat:
    return Beat(
        stream=stream,
        stream_id=stream_id,
        fact=fact,
        occurred_at=moment,
        recorded_at=moment,
        actor=ADMINISTRATOR if about is None else ARCHIVIST,
        role=Role.ADMINISTRATOR if about is None else Role.ARCHIVIST,
        school=None if about is None else about.school,
        case_id=None if about is None else about.case,
    )
