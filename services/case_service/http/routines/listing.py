"""/rutiner: what holds at the reader's schools and in the municipality, and what is due to be looked at again."""

from __future__ import annotations

from datetime import date

import msgspec
from flask import render_template

from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, needs
from services.case_service.http.routines.blueprint import routine_pages
from services.case_service.http.routines.kept import Routine
from services.case_service.http.routines.shelf import Shelf, open_shelf, own_shelves, readers_of, shelf_of, title_of
from services.case_service.http.school_reach import answers_for_all, reached_schools, today
from texts import label


class ListedRoutine(msgspec.Struct, frozen=True, kw_only=True):
    """A routine as the list shows it. ``unread`` is told to those who answer for its being read."""

    routine: Routine
    title: str
    kind: str
    overdue: bool
    url: str
    readers: int | None
    read: int | None


class ListedShelf(msgspec.Struct, frozen=True, kw_only=True):
    """The routines of a place."""

    shelf: Shelf
    routines: tuple[ListedRoutine, ...]

    @property
    def overdue(self) -> int:
        """How many should have been looked at again."""
        return sum(one.overdue for one in self.routines)

    @property
    def unread(self) -> int:
        """How many readings are missing."""
        return sum((one.readers or 0) - (one.read or 0) for one in self.routines)


@routine_pages.get("/rutiner")
@needs(Right.READ_ROUTINES)
def listed() -> str:
    """The reader's own places, each with its routines; for the owner also how each school stands."""
    day = today()
    own = [_listed(one, day) for one in own_shelves(all_readers=True)]
    schools = [_listed(shelf_of(one), day) for one in reached_schools()] if answers_for_all() else []
    return render_template("routines/list.html", shelves=own, schools=schools)


@routine_pages.get("/rutiner/<address>")
@needs(Right.READ_ROUTINES)
def at_place(address: str) -> str:
    """One place's routines."""
    return render_template("routines/list.html", shelves=[_listed(open_shelf(address), today())], schools=[])


def _listed(shelf: Shelf, day: date) -> ListedShelf:
    return ListedShelf(shelf=shelf, routines=tuple(_one(shelf, one, day) for one in shelf.routines))


def _one(shelf: Shelf, routine: Routine, day: date) -> ListedRoutine:
    readers = readers_of(shelf, routine) if shelf.place.oversees and routine.asked_now is not None else None
    return ListedRoutine(
        routine=routine,
        title=title_of(routine),
        kind=label(routine.latest.kind, current_language()).capitalize(),
        overdue=routine.revision_overdue(day),
        url=shelf.url("show", routine=routine.routine),
        readers=None if readers is None else len(readers),
        read=None if readers is None else sum(one.read_on is not None for one in readers),
    )
