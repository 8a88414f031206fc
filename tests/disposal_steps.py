"""A town in which a case was closed long ago and the municipality has decided how long working notes are kept."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from town import STAFF, Town, matter, person

from events.archive import DisposalApproved
from events.base import Stream
from events.closing import CaseClosed
from events.envelope import Actor
from events.lists.access import DisposalBasis
from events.lists.measures import ClosingReason
from events.municipality import RetentionRuleSet
from events.sealing import RetentionClass
from services.case_service.application import Request
from services.case_service.disposal import Disposals, disposal_stream
from services.case_service.domain.access.commands import ApproveDisposal
from services.case_service.streams import municipality_stream

NOTES, KEPT = RetentionClass.WORKING_NOTE, RetentionClass.PRESERVED
MONTHS = 6
LONG = timedelta(days=400)


def closed(town: Town, name: str, reason: ClosingReason = ClosingReason.SAFE) -> UUID:
    """The case, closed an hour ago. Returns its id."""
    town.happens(Stream.CASE, matter(name), CaseClosed(reason=reason, explanation="Trygg igjen"))
    return matter(name)


def ruled(town: Town, months: int | None = MONTHS) -> None:
    """The municipality decided how long working notes are kept."""
    rule = RetentionRuleSet(retention=NOTES, keep_months=months, basis="Arkivforskrifta § 3")
    town.happens(Stream.MUNICIPALITY, municipality_stream("lyngfjord"), rule, school=None, by="administrator")


def lapsed(town: Town, name: str) -> UUID:
    """A case that was closed, and whose working notes' time is out since long. Returns its id."""
    ruled(town)
    case = closed(town, name)
    town.server.clock.go(LONG)
    return case


def approves(
    town: Town,
    who: str,
    case: UUID,
    disposal: UUID,
    *,
    retention: RetentionClass = NOTES,
    basis: DisposalBasis = DisposalBasis.RETENTION_LAPSED,
) -> None:
    """Somebody approves a disposal, in her own name."""
    now = town.server.clock()
    fact = DisposalApproved(
        disposal=disposal,
        of_subject=case,
        retention=retention,
        basis=basis,
        provision="Arkivforskrifta § 3",
        lapsed_on=date(2027, 9, 3),
        approved_by=person(who),
    )
    request = Request(
        stream=Stream.ACCESS,
        stream_id=disposal_stream(case),
        command=ApproveDisposal(fact=fact),
        actor=Actor(ref=person(who), role=STAFF[who][0]),
        occurred_at=now,
        known_at=now,
        case_id=case,
    )
    town.server.desk.application.handle(request)


def decided(town: Town, case: UUID, **how: RetentionClass | DisposalBasis) -> UUID:
    """Two people approved. Returns the disposal's id."""
    disposal = uuid4()
    for who in ("arkivar", "skoleeier"):
        approves(town, who, case, disposal, **how)  # type: ignore[arg-type]
    return disposal


def disposals(town: Town) -> Disposals:
    return Disposals(town.server.desk)
