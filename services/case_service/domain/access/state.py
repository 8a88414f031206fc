"""Who may open what. A record of access waits for nothing, so its state has one shape: a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, TypeAlias
from uuid import UUID

import msgspec

from events.lists.access import (
    BlockKind,
    BreachSeverity,
    DenialGround,
    DisposalBasis,
    ErasureOutcome,
    HoldGround,
    Purpose,
)
from events.lists.people import Role
from events.sealing import RetentionClass

APPROVERS_NEEDED: Final = 2
"""People, each with an act of her own."""


class ActiveGrant(msgspec.Struct, frozen=True, kw_only=True):
    """Access to a stream for a purpose, until the end of a local day (None: until it is removed)."""

    person: UUID
    role: Role
    to_stream: UUID
    purpose: Purpose
    until: date | None


class RemovedGrant(msgspec.Struct, frozen=True, kw_only=True):
    """A grant that was ended."""

    person: UUID
    to_stream: UUID


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request for disclosure: by when it is to be answered, and whether it was."""

    answer_by: date | None
    answered: bool = False


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A breach of personal-data security, and whether Datatilsynet was notified."""

    severity: BreachSeverity
    notified: bool = False


class Disposal(msgspec.Struct, frozen=True, kw_only=True):
    """Content that somebody wants destroyed, with those who approved it so far. Two of them decide."""

    of_subject: UUID
    retention: RetentionClass
    basis: DisposalBasis
    provision: str
    lapsed_on: date | None
    approvers: tuple[UUID, ...] = ()
    stopped: bool = False

    @property
    def is_decided(self) -> bool:
        """Whether two different people approved it, and nobody stopped it."""
        return not self.stopped and len(self.approvers) >= APPROVERS_NEEDED


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A ground for keeping content of a subject whatever its retention says."""

    of_subject: UUID
    ground: HoldGround
    lifted: bool = False


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """A request for erasure: by when it is to be answered, and how it was (None: it waits)."""

    of_subject: UUID
    answer_by: date | None
    outcome: ErasureOutcome | None = None


Grant: TypeAlias = ActiveGrant | RemovedGrant
PersonAndStream: TypeAlias = tuple[UUID, UUID]
PersonAndPupil: TypeAlias = tuple[UUID, UUID]
SubjectAndClass: TypeAlias = tuple[UUID, RetentionClass]


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of access, disclosure and disposal. Emergencies hold the time until which access was taken."""

    grants: Mapping[UUID, Grant] = {}
    denials: Mapping[PersonAndStream, frozenset[DenialGround]] = {}
    emergencies: Mapping[PersonAndStream, datetime] = {}
    requests: Mapping[UUID, Request] = {}
    breaches: Mapping[UUID, Breach] = {}
    blocks: Mapping[PersonAndPupil, frozenset[BlockKind]] = {}
    disposals: Mapping[UUID, Disposal] = {}
    disposed: frozenset[SubjectAndClass] = frozenset()
    holds: Mapping[UUID, Hold] = {}
    erasures: Mapping[UUID, Erasure] = {}


def is_shut_out(state: Ledger, person: UUID, stream: UUID) -> bool:
    """Whether a person is denied a stream, whatever role, grant or emergency says."""
    return bool(state.denials.get((person, stream)))


def blocks_of(state: Ledger, person: UUID, pupil: UUID) -> frozenset[BlockKind]:
    """In which ways a person is blocked from a child."""
    return state.blocks.get((person, pupil), frozenset())


def is_held(state: Ledger, subject: UUID) -> bool:
    """Whether somebody's claim, supervision or investigation needs the content of a subject."""
    return any(one.of_subject == subject and not one.lifted for one in state.holds.values())


def disposal_under_way(state: Ledger, subject: UUID, retention: RetentionClass) -> UUID | None:
    """The disposal of a class that was proposed and neither stopped nor carried out."""
    if (subject, retention) in state.disposed:
        return None
    found = (key for key, one in state.disposals.items() if (one.of_subject, one.retention) == (subject, retention))
    return next((key for key in found if not state.disposals[key].stopped), None)
