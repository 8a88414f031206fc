"""Who in the register is who in Varde: a reference is the same person at every import; those registered by hand are found too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

import msgspec

from services.case_service.roster.known import Known
from services.case_service.roster.register import Register, Someone, attends, works


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """The id of each person of the register, by her reference; ``twice``: references that lead to somebody who is taken already."""

    ids: Mapping[str, UUID]
    twice: frozenset[str]


def match(register: Register, known: Known, person: Callable[[str], UUID]) -> Matched:
    """Find everybody. ``person`` makes the id of a reference.

    Staff registered by hand are known by their Feide name or e-mail, pupils by their birth number; what fits several fits nobody.
    """
    by_mark = _only((mark, one.person) for one in known.staff.values() for mark in one.known_as)
    by_number = _only((one.birth_number, one.pupil) for one in known.pupils.values() if one.birth_number)
    ids: dict[str, UUID] = {}
    taken: dict[UUID, str] = {}
    twice: set[str] = set()
    own = {ref: person(ref) for ref in register.people}
    for ref in sorted(own, key=lambda one: (own[one] not in known.staff and own[one] not in known.pupils, one)):
        found = own[ref]
        if found not in known.staff and found not in known.pupils:
            found = _by_hand(register.people[ref], by_mark, by_number) or found
        if found in taken:
            twice.add(ref)
            continue
        ids[ref] = found
        taken[found] = ref
    return Matched(ids=ids, twice=frozenset(twice))


def _by_hand(someone: Someone, by_mark: Mapping[str, UUID], by_number: Mapping[str, UUID]) -> UUID | None:
    if any(works(held) for held in someone.roles):
        where: Mapping[str, UUID] = by_mark
    elif any(attends(held) for held in someone.roles):
        where = by_number
    else:
        return None
    found = {where[mark] for mark in someone.known_as if mark in where}
    return found.pop() if len(found) == 1 else None


def _only(pairs: Iterable[tuple[str, UUID]]) -> dict[str, UUID]:
    found: dict[str, set[UUID]] = {}
    for mark, person in pairs:
        found.setdefault(mark, set()).add(person)
    return {mark: next(iter(persons)) for mark, persons in found.items() if len(persons) == 1}
