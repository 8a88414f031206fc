"""Who may open what. A record of access waits for nothing, so its state has one shape: a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.lists.access import BlockKind, BreachSeverity, DenialGround, Purpose
from events.lists.people import Role
from events.local_time import OSLO
from events.sealing import RetentionClass

"""A grant's last day is a local day."""


class ActiveGrant(msgspec.Struct, frozen=True, kw_only=True):
    """Access to a stream for a purpose, until the end of a local day (None: until it is removed)."""

    person: UUID
    role: Role
    to_stream: UUID
    purpose: Purpose
    until: date | None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the grant has not run out."""
        return self.until is None or moment.astimezone(OSLO).date() <= self.until


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


Grant: TypeAlias = ActiveGrant | RemovedGrant
PersonAndStream: TypeAlias = tuple[UUID, UUID]
PersonAndPupil: TypeAlias = tuple[UUID, UUID]


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of access, disclosure and disposal. Emergencies hold the time until which access was taken."""

    grants: Mapping[UUID, Grant] = {}
    denials: Mapping[PersonAndStream, frozenset[DenialGround]] = {}
    emergencies: Mapping[PersonAndStream, datetime] = {}
    requests: Mapping[UUID, Request] = {}
    breaches: Mapping[UUID, Breach] = {}
    blocks: Mapping[PersonAndPupil, frozenset[BlockKind]] = {}
    disposed: frozenset[tuple[UUID, RetentionClass]] = frozenset()


def is_shut_out(state: Ledger, person: UUID, stream: UUID) -> bool:
    """Whether a person is denied a stream, whatever role, grant or emergency says."""
    return bool(state.denials.get((person, stream)))


def may_open(state: Ledger, person: UUID, stream: UUID, at: datetime) -> bool:
    """Whether a grant or an emergency opens a stream for a person at a moment, and no denial shuts it.

    Who was on the case at an earlier time is asked of the state as it was then.
    """
    if is_shut_out(state, person, stream):
        return False
    emergency = state.emergencies.get((person, stream))
    if emergency is not None and at < emergency:
        return True
    return any(
        isinstance(grant, ActiveGrant) and grant.person == person and grant.to_stream == stream and grant.holds_at(at)
        for grant in state.grants.values()
    )


def blocks_of(state: Ledger, person: UUID, pupil: UUID) -> frozenset[BlockKind]:
    """In which ways a person is blocked from a child."""
    return state.blocks.get((person, pupil), frozenset())


def unanswered_disclosures(state: Ledger, on: date) -> tuple[UUID, ...]:
    """The requests that are not answered although their date is past on ``on``."""
    return tuple(
        key
        for key, request in state.requests.items()
        if not request.answered and request.answer_by is not None and request.answer_by < on
    )
