"""The rooms behind /admin, one line each, in the order in which they are shown.

A room's text stands in the catalogue under its key, and what it is for under the key with ``.help``. A room whose pages the server
does not have is left out, and so is one that the reader has no right to.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from flask import current_app, url_for

from services.case_service.http.rights import Right


class Room(msgspec.Struct, frozen=True):
    """One room: the key of its text, the page it leads to, and the right that shows it."""

    text: str
    endpoint: str
    right: Right = Right.ADMINISTER


class Door(msgspec.Struct, frozen=True):
    """A room as the front page shows it."""

    text: str
    url: str


ROOMS: tuple[Room, ...] = (
    Room("admin.schools", "admin.schools"),
    Room("admin.closed_days", "admin.closed_days"),
    Room("admin.staff", "admin.staff"),
    Room("admin.logins", "admin.logins"),
    Room("admin.roster", "roster.import_page"),
    Room("roster.guardians", "roster.listed"),
    Room("admin.grants", "admin.grants"),
    Room("admin.rulebooks", "rulebooks.listed", Right.SIGNED_IN),
    Room("admin.texts", "admin.texts"),
    Room("admin.letters", "letter_templates.listed"),
    Room("admin.retention", "admin.retention"),
    Room("disposal.title", "disposal.listed", Right.DISPOSE),
    Room("admin.webhooks", "admin.webhooks"),
    Room("admin.integrity", "admin.integrity", Right.SEE_INTEGRITY),
    Room("admin.audit", "admin.audit"),
)


def doors(rights: Collection[Right]) -> tuple[Door, ...]:
    """The rooms for someone with these rights."""
    return tuple(
        Door(room.text, url_for(room.endpoint))
        for room in ROOMS
        if room.right in rights and room.endpoint in current_app.view_functions
    )
