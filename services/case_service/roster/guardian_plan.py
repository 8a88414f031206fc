"""Guardians: whom the register says somebody to be. They see nothing before a person has verified their responsibility by hand.

A register once let parents without responsibility in and undid blocks that people had set (Bergen 2019). So an import verifies
nobody, never takes up a tie that was ended, and touches no block. It ends a tie that it gave when the register no longer has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from events.lists.people import GuardianKind
from events.pupil import GuardianRegistered, GuardianRemoved
from services.case_service.domain.pupil.commands import RegisterGuardian, RemoveGuardian
from services.case_service.roster.known import KnownPupil
from services.case_service.roster.register import Register, acts_for_a_pupil, attends
from services.case_service.roster.steps import Change, Note, Noted, Order, Told


class GuardianPlanner:
    """Plans the ties of one pupil after the other, on a day."""

    def __init__(self, on: date) -> None:
        self._on = on
        self.notes: list[Noted] = []
        self.unchanged = 0

    def orders(
        self, known: KnownPupil | None, pupil: str, school: str | None, wanted: Mapping[UUID, str]
    ) -> list[tuple[Order, Told]]:
        """What becomes of a pupil's ties; ``wanted`` are the register's guardians with their names."""
        added = [one for guardian, name in wanted.items() for one in self._added(known, pupil, school, guardian, name)]
        return [*added, *([] if known is None else self._ended(known, school, wanted))]

    def _added(
        self, known: KnownPupil | None, pupil: str, school: str | None, guardian: UUID, name: str
    ) -> list[tuple[Order, Told]]:
        before = None if known is None else known.state.guardians.get(guardian)
        if before is not None and before.to_date is not None:
            self.notes.append(Noted(Note.GUARDIAN_ENDED_BEFORE, name, school))
            return []
        if before is not None or (known is not None and _registered_by_hand(known, name)):
            self.unchanged += 1
            return []
        fact = GuardianRegistered(guardian=guardian, kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=False, name=name)
        return [(Order(RegisterGuardian(fact=fact), school), Told(Change.GUARDIAN_ADDED, name, school, pupil))]

    def _ended(self, known: KnownPupil, school: str | None, wanted: Mapping[UUID, str]) -> list[tuple[Order, Told]]:
        orders = []
        for guardian, adult in known.state.guardians.items():
            name, given = known.guardians.get(guardian, ("", False))
            if not given or guardian in wanted or adult.to_date is not None:
                continue
            if adult.kind is not GuardianKind.PARENTAL_RESPONSIBILITY:
                self.notes.append(Noted(Note.GUARDIAN_ON_OTHER_BASIS, name, school))
                continue
            fact = GuardianRemoved(guardian=guardian, on=self._on - timedelta(days=1))
            orders.append((Order(RemoveGuardian(fact=fact), school), Told(Change.GUARDIAN_ENDED, name, school, known.name)))
        return orders


def wanted_guardians(register: Register, ids: Mapping[str, UUID]) -> tuple[dict[str, dict[UUID, str]], list[Noted]]:
    """The guardians of each pupil, by the pupil's reference. Either of the two may name the other.

    An adult whom the register gives no role as guardian is no guardian, whoever names her.
    """
    pupils = {ref for ref in ids if any(attends(held) for held in register.people[ref].roles)}
    pairs = dict.fromkeys(
        (pupil, adult)
        for ref in ids
        for other in sorted(register.people[ref].agents)
        for pupil, adult in ((ref, other), (other, ref))
        if pupil in pupils and adult in ids and adult not in pupils
    )
    found: dict[str, dict[UUID, str]] = {}
    strangers: dict[str, None] = {}
    for pupil, adult in pairs:
        if acts_for_a_pupil(register.people[adult]):
            found.setdefault(pupil, {})[ids[adult]] = register.people[adult].name
        else:
            strangers[register.people[adult].name] = None
    return found, [Noted(Note.NO_GUARDIAN_ROLE, name) for name in strangers]


def _registered_by_hand(known: KnownPupil, name: str) -> bool:
    """Whether somebody of that name acts for the pupil already, under an id that the register does not know."""
    return any(
        before.casefold() == name.casefold()
        for guardian, (before, given) in known.guardians.items()
        if not given and known.state.guardians[guardian].to_date is None
    )
