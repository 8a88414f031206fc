"""What a case with Statsforvalteren waits for, and what is known of requests, ordered items and fines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

import msgspec

from services.case_service.domain.enforcement.fine import Fine


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What Statsforvalteren asked for: the date that holds now, and how far the answer has come."""

    answer_by: date
    extension_asked_to: date | None = None
    approved: bool = False
    sent: bool = False


class OpenItem(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered item that is not carried out. ``issued`` tells whether it was set up on its own, or only named in a decision."""

    due_on: date | None
    issued: bool


class CompletedItem(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered item that was carried out, with the events that prove it."""

    due_on: date | None
    issued: bool
    evidence_events: tuple[UUID, ...]


class LapsedItem(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered item of a decision that Udir annulled."""

    due_on: date | None
    issued: bool


OrderItem: TypeAlias = OpenItem | CompletedItem | LapsedItem


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is known, whatever the case waits for."""

    requests: Mapping[UUID, Request] = {}
    items: Mapping[UUID, OrderItem] = {}
    fines: tuple[Fine, ...] = ()
    complaint_lodged: bool = False

    @property
    def running_fine(self) -> Fine | None:
        """The fine that was imposed last and has not stopped."""
        return self.fines[-1] if self.fines and self.fines[-1].stopped_on is None else None


class NothingReported(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for a report to Statsforvalteren."""

    record: Record = Record()


class UnderExamination(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for Statsforvalteren's decision."""

    record: Record


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """Statsforvalteren did not try the case: waits for nothing but a new report."""

    record: Record


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for the municipality to carry out what was decided."""

    record: Record


class FoundFulfilled(msgspec.Struct, frozen=True, kw_only=True):
    """The school had done its duty: waits for the case to be ended."""

    record: Record


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """Statsforvalteren has ended the follow-up."""

    record: Record


State: TypeAlias = NothingReported | UnderExamination | Rejected | Ordered | FoundFulfilled | Ended
