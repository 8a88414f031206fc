"""The routines of a school or of the municipality, with who is to read them and who has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from flask import abort, url_for
from msgspec.structs import replace

from events.base import Stream
from services.case_service.domain.command import Command
from services.case_service.http.languages import current_language
from services.case_service.http.persons import current_person
from services.case_service.http.recording import Entry
from services.case_service.http.routines.kept import Asked, Routine, Version, kept_routines, reads_of
from services.case_service.http.school_reach import Place, open_place, reached_schools, the_municipality, today
from services.case_service.http.web import the_desk
from services.case_service.reactions.recipients import Recipients
from services.case_service.streams import routines_stream
from texts import label


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is to read a version, and when she did."""

    person: UUID
    name: str
    school: str
    read_on: date | None


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """All plans and routines of one place."""

    place: Place
    routines: tuple[Routine, ...]

    @property
    def stream_id(self) -> UUID:
        """Where they are written down."""
        return stream_of(self.place.orgnr)

    def routine(self, key: UUID) -> Routine:
        """One of them; 404 when there is none."""
        found = next((one for one in self.routines if one.routine == key), None)
        if found is None:
            abort(404)
        return found

    def url(self, endpoint: str, **more: Any) -> str:
        """The address of one of the pages."""
        return url_for(f"routines.{endpoint}", address=self.place.address, **more)

    def entry(self, command: Command[Any], **more: Any) -> Entry:
        """A command on this shelf, to be recorded."""
        return Entry(
            stream=Stream.ANNUAL_WHEEL,
            stream_id=self.stream_id,
            school=self.place.orgnr,
            command=command,
            **more,
        )


def stream_of(orgnr: str | None) -> UUID:
    """The stream of a school's routines, or of the municipality's (None)."""
    return routines_stream(the_desk().store.tenant, orgnr)


def open_shelf(address: str) -> Shelf:
    """The routines of a place, when the reader may know of them; else 404."""
    return shelf_of(open_place(address))


def shelf_of(place: Place, *, all_readers: bool = True) -> Shelf:
    """The routines of a place that was opened. What is read of the municipality's stands at each school.

    ``all_readers``: who has read them at every school, for those who answer for that; else the reader's own reading alone is sure.
    """
    store = the_desk().store
    recorded = store.read(stream_of(place.orgnr))
    reads = reads_of(recorded)
    for other in () if place.orgnr is not None else _places_to_read_from(place, all_readers=all_readers):
        for routine, found in reads_of(store.facts(stream_of(other))).items():
            reads.setdefault(routine, {}).update(found)
    routines = (replace(one, reads=reads.get(one.routine, {})) for one in kept_routines(recorded))
    return Shelf(place=place, routines=tuple(sorted(routines, key=title_of)))


def own_shelves(*, all_readers: bool = False) -> Iterator[Shelf]:
    """The routines of every school that the reader has a role at, and those of the municipality."""
    at = current_person().schools_on(today())
    municipality = the_municipality()
    if municipality is not None:
        yield shelf_of(municipality, all_readers=all_readers)
    for school in reached_schools():
        if school.orgnr in at:
            yield shelf_of(school)


def must_read(place: Place, asked: Asked) -> bool:
    """Whether the reader is among those who are to read."""
    held = current_person().roles_on(today())
    return any(one.role in asked.roles and place.orgnr in {None, one.at_school} for one in held)


def readers_of(shelf: Shelf, routine: Routine) -> tuple[Reader, ...]:
    """Those who are to read the version that holds, those who have not first, then by name."""
    asked, desk = routine.asked_now, the_desk()
    if asked is None:
        return ()
    names = {one.orgnr: one.name for one in desk.read_model.schools()}
    found = []
    for person in Recipients(desk.read_model).with_roles(asked.roles, shelf.place.orgnr, today()):
        row = desk.read_model.staff(person)
        at = next((one.at_school for one in row.roles if one.role in asked.roles), None) if row is not None else None
        found.append(
            Reader(person=person, name=desk.names.staff(person), school=names.get(at or "", ""), read_on=routine.read_by(person))
        )
    return tuple(sorted(found, key=lambda one: (one.read_on is not None, one.school, one.name.casefold())))


def title_of(routine: Routine) -> str:
    """What a routine is called now."""
    return version_title(routine.latest)


def version_title(version: Version) -> str:
    """What a version is called: its title, else its kind."""
    return version.title or label(version.kind, current_language()).capitalize()


def _places_to_read_from(place: Place, *, all_readers: bool) -> list[str]:
    """Where it stands who has read the municipality's: at every school for its owner, else where the reader herself works."""
    if place.oversees and all_readers:
        return [one.orgnr for one in the_desk().read_model.schools()]
    return sorted(current_person().schools_on(today()))
