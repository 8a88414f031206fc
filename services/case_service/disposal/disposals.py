"""From a decision of two people to content that nobody can read any more, in an order that a crash cannot take apart.

The second approval is the intention, and durable. Then the key is destroyed, which leaves its tombstone, then what lies beside
the events is taken away, and last it is recorded that it was done. Each step may be repeated, so whoever finds an intention that
was not carried to its end goes on with it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

import msgspec

from events import Actor, Recorded
from events.archive import DisposalApproved, Disposed
from events.base import Stream
from events.lists.access import DisposalBasis
from events.lists.people import Role
from events.sealing import RetentionClass
from services.case_service.application import Request
from services.case_service.desk import Desk
from services.case_service.disposal.judging import Obstacle, lapses_on, obstacles
from services.case_service.disposal.purging import purge
from services.case_service.disposal.standing import Standing, Standings
from services.case_service.domain import fold
from services.case_service.domain.access import RULES as ACCESS
from services.case_service.domain.access.commands import Dispose
from services.case_service.domain.access.state import Disposal, Ledger
from services.case_service.domain.command import Refused
from services.case_service.domain.municipality import RULES as MUNICIPALITY
from services.case_service.domain.municipality.state import Municipality, Retention
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.store import KeyId, StreamMovedError
from services.case_service.streams import access_stream, municipality_stream
from services.compliance.calendar import local_day

APPROVING: Final = frozenset({Role.ARCHIVIST, Role.SCHOOL_OWNER, Role.ADMINISTRATOR})
"""Who may approve that content is destroyed: roles that hold for the whole municipality."""

DECIDING: Final = frozenset({Role.ARCHIVIST, Role.SCHOOL_OWNER})
"""Of whom one at least approves: whoever administers the system does not alone decide what the archive loses (arkivlova § 5)."""

log = logging.getLogger(__name__)


class Lapsed(msgspec.Struct, frozen=True, kw_only=True):
    """Content whose time is out, and what stands against destroying it."""

    subject: UUID
    school: str | None
    retention: RetentionClass
    ended_on: date
    lapsed_on: date
    obstacles: tuple[Obstacle, ...]


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A disposal that was proposed and is neither stopped nor done."""

    id: UUID
    stream_id: UUID
    disposal: Disposal


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of carrying out a disposal: what was destroyed, or what stands against it."""

    disposal: UUID
    subject: UUID
    destroyed: tuple[RetentionClass, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()


class Disposals:
    """The disposals of one tenant. Any number of processes may carry them out: what two of them do has been done once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._standings = Standings(desk.store, desk.read_model)

    def rules(self) -> Mapping[RetentionClass, Retention]:
        """What the municipality decided of how long each class is kept; a class that is not there is preserved."""
        store = self._desk.store
        decided: Municipality = fold(MUNICIPALITY, (one.event for one in store.facts(municipality_stream(store.tenant))))
        return decided.retention

    def standing(self, subject: UUID) -> Standing | None:
        """How it stands with a subject's content; None when nothing was ever written of it."""
        return self._standings.of(subject)

    def against(self, standing: Standing, retention: RetentionClass, basis: DisposalBasis) -> tuple[Obstacle, ...]:
        """What stands against destroying it today."""
        return obstacles(standing, retention, basis, self.rules().get(retention), local_day(self._desk.clock()))

    def lapsed(self) -> tuple[Lapsed, ...]:
        """Content whose time is out today, that which lapsed first before the rest."""
        today = local_day(self._desk.clock())
        found = (one for retention, rule in self.rules().items() for one in self._lapsed(retention, rule, today))
        return tuple(sorted(found, key=lambda one: (one.lapsed_on, str(one.subject))))

    def waiting(self) -> tuple[Waiting, ...]:
        """The disposals that wait for a second approval, or to be carried out."""
        return tuple(
            Waiting(id=key, stream_id=row.stream_id, disposal=one)
            for row in self._desk.read_model.retained()
            for key, one in row.disposals.items()
            if not one.stopped and (one.of_subject, one.retention) not in row.disposed
        )

    def waits_for_archive(self, disposal: UUID, stream_id: UUID, *more: Role) -> bool:
        """Whether, with approvals in ``more`` roles, administrators alone would have approved of it."""
        return not DECIDING & {*_roles(self._desk.store.facts(stream_id), disposal), *more}

    def carry_out_decided(self) -> tuple[Done, ...]:
        """Carry out every disposal that two people have approved. Those that something stands against wait."""
        return tuple(self.carry_out(one.id, one.stream_id) for one in self.waiting() if one.disposal.is_decided)

    def carry_out(self, disposal: UUID, stream_id: UUID) -> Done:
        """Destroy what a disposal names, take away what lies beside it, and record that it was done.

        What was begun is ended whatever has come in between, for a destroyed key is not brought back.
        Raises KeyNotScrubbedError when a reader holds on to the key's bytes: it is carried on later.
        """
        recorded = self._desk.store.facts(stream_id)
        ledger: Ledger = fold(ACCESS, (one.event for one in recorded))
        decided = ledger.disposals[disposal]
        standing = self._standings.of(decided.of_subject)
        if standing is None or not decided.is_decided or not _by_people(recorded, disposal):
            return Done(disposal=disposal, subject=decided.of_subject, obstacles=(Obstacle.NOTHING_THERE,))
        begun = self._desk.store.tombstone(KeyId(decided.of_subject, decided.retention)) is not None
        against = () if begun else self.against(standing, decided.retention, decided.basis)
        if not begun and self.waits_for_archive(disposal, stream_id):
            against = (*against, Obstacle.ADMINISTRATORS_ALONE)
        if against:
            return Done(disposal=disposal, subject=decided.of_subject, obstacles=against)
        now = self._desk.clock()
        classes = _classes(decided.retention, standing, ledger, self._desk)
        for retention in classes:
            self._desk.store.destroy_key(
                KeyId(decided.of_subject, retention),
                basis=f"{decided.basis}: {decided.provision}",
                approvers=decided.approvers,
                at=now,
            )
        purge(self._desk, standing, decided.retention)
        facts = [
            Disposed(
                of_subject=decided.of_subject,
                retention=retention,
                basis=decided.basis,
                approvers=decided.approvers,
                receipt=str(disposal),
            )
            for retention in classes
        ]
        done = tuple(fact.retention for fact in facts if self._record(fact, stream_id, standing, now))
        log.info("disposal %s of %s carried out", disposal, decided.of_subject)
        return Done(disposal=disposal, subject=decided.of_subject, destroyed=done)

    def _lapsed(self, retention: RetentionClass, rule: Retention, today: date) -> Iterator[Lapsed]:
        if rule.keep_months is None:
            return
        going_on = self._desk.read_model.open_cases()
        for subject in self._desk.store.subjects_with_text(retention):
            standing = None if subject in going_on else self._standings.of(subject)
            if standing is None or standing.ended_on is None:
                continue
            last = lapses_on(standing.ended_on, rule)
            if last is not None and last < today:
                yield Lapsed(
                    subject=subject,
                    school=standing.school,
                    retention=retention,
                    ended_on=standing.ended_on,
                    lapsed_on=last,
                    obstacles=obstacles(standing, retention, DisposalBasis.RETENTION_LAPSED, rule, today),
                )

    def _record(self, fact: Disposed, stream_id: UUID, standing: Standing, now: datetime) -> bool:
        request = Request(
            stream=Stream.ACCESS,
            stream_id=stream_id,
            command=Dispose(fact=fact),
            actor=Actor(ref=VARDE, role=Role.SYSTEM),
            occurred_at=now,
            known_at=now,
            school=standing.school,
            case_id=standing.subject if standing.is_case else None,
            event_id=uuid5(stream_id, f"disposed {fact.retention} by {fact.receipt}"),
        )
        try:
            self._desk.application.handle(request)
        except (Refused, StreamMovedError):
            return False  # another process was here first, or is
        return True


def disposal_stream(subject: UUID) -> UUID:
    """The stream in which holds on a subject, its disposals and requests for its erasure stand."""
    return access_stream(subject)


def _roles(recorded: tuple[Recorded, ...], disposal: UUID) -> set[Role]:
    """The roles in which people approved of a disposal."""
    return {
        one.envelope.actor.role for one in recorded if isinstance(one.event, DisposalApproved) and one.event.disposal == disposal
    }


def _by_people(recorded: tuple[Recorded, ...], disposal: UUID) -> bool:
    """Whether each approval was given here, by whom it names, in a role that may: an import approves nothing."""
    approvals = [one for one in recorded if isinstance(one.event, DisposalApproved) and one.event.disposal == disposal]
    return all(
        one.envelope.source_recorded_at is None
        and one.envelope.actor.ref == one.event.approved_by
        and one.envelope.actor.role in APPROVING
        for one in approvals
        if isinstance(one.event, DisposalApproved)
    )


def _classes(retention: RetentionClass, standing: Standing, ledger: Ledger, desk: Desk) -> tuple[RetentionClass, ...]:
    """The classes to destroy and to record: what is preserved takes the working notes along; what was recorded is left out."""
    wanted = (retention, RetentionClass.WORKING_NOTE) if retention is RetentionClass.PRESERVED else (retention,)
    return tuple(
        one
        for one in wanted
        if (standing.subject, one) not in ledger.disposed
        and (one in standing.has_text or desk.store.tombstone(KeyId(standing.subject, one)) is not None)
    )
