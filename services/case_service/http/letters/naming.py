"""Whom a letter must not name: other pupils of the matter, their guardians, and staff who have no part in the letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import msgspec

from events.envelope import Recorded
from services.case_service.http.letters.known import contact_of, principal_of
from services.case_service.http.matter import Matter
from services.case_service.http.web import the_desk
from services.case_service.letters.naming import named


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose name, or a part of it, stands in a letter that must not name her. ``of_a_family``: pupil or guardian."""

    person: UUID
    name: str
    of_a_family: bool


def found_names(matter: Matter, written: str, address: str) -> tuple[Named, ...]:
    """Those whose names, or a part of them, stand in the words of a letter. Whoever it is addressed to may be named in it."""
    own = [name for name in _own(matter) if name]
    people = {one.person: one for one in _others(matter) if one.name and one.name not in own}
    to_her = {one.name for one in people.values() if not one.of_a_family and one.name.casefold() in address.casefold()}
    besides = [*own, *to_her]
    found = set(named(written, [one.name for one in people.values() if one.name not in to_her], besides=besides))
    in_address = set(named(address, [one.name for one in people.values() if one.of_a_family], besides=own))
    return tuple(one for one in people.values() if one.name in found | in_address)


def _own(matter: Matter) -> Iterator[str]:
    """Whose names the letter may hold: the child's own family, whoever writes, handles and leads."""
    names, pupil = the_desk().names, matter.row.pupil
    if pupil is not None:
        yield names.pupil(pupil)
        yield from (names.guardian(pupil, one.guardian) for one in the_desk().read_model.guardians_of(pupil))
    yield matter.person.name
    yield from (names.staff(one) for one in (matter.person.id, contact_of(matter), principal_of(matter)) if one is not None)


def _others(matter: Matter) -> Iterator[Named]:
    desk, row = the_desk(), matter.row
    linked = (desk.read_model.matter(one) for one in row.linked)
    people = {
        *_ids(matter.recorded),
        *row.subjects,
        *row.suspected_persons,
        *row.reported_by,
        *(one.pupil for one in linked if one is not None and one.pupil is not None),
    }
    for person in sorted(people - {row.pupil}, key=str):
        if desk.read_model.pupil(person) is not None:
            yield Named(person=person, name=desk.names.pupil(person), of_a_family=True)
            for one in desk.read_model.guardians_of(person):
                yield Named(person=one.guardian, name=desk.names.guardian(person, one.guardian), of_a_family=True)
        elif desk.read_model.staff(person) is not None:
            yield Named(person=person, name=desk.names.staff(person), of_a_family=False)


def _ids(recorded: Iterable[Recorded]) -> Iterator[UUID]:
    """Every id that the facts and those who recorded them hold; what is nobody's is not looked for."""
    for one in recorded:
        yield one.envelope.actor.ref
        yield from one.envelope.persons
        yield from _ids_in(one.event)


def _ids_in(value: Any) -> Iterator[UUID]:
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _ids_in(part)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _ids_in(getattr(value, name))
