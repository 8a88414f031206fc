"""Where the pages of each kind of matter are."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, url_for

from events.base import Stream
from services.case_service.read_model import MatterRow

FOLDERS: Final = {
    Stream.CASE: "saker",
    Stream.HEIGHTENED_CASE: "skjerpet",
    Stream.PHYSICAL_INTERVENTION: "inngrep",
    Stream.ENFORCEMENT: "tilsyn",
    Stream.AVVIK: "avvik",
    Stream.SURVEY: "undersokelse",
}
"""The first part of the address, by the kind of stream."""

ANY_FOLDER: Final = f"<any({', '.join(FOLDERS.values())}):folder>"
MATTER: Final = f"/{ANY_FOLDER}/<uuid:matter>"
"""The rule that all pages of a matter begin with."""


def forget_folder(pages: Blueprint) -> None:
    """Keep the folder from the views of ``pages``: it is there for whoever reads the address; the matter itself tells its kind."""

    @pages.url_value_preprocessor
    def forget(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None:
            values.pop("folder", None)


def folder_of(row: MatterRow) -> str:
    """The folder of a matter. 404 for what has no forms of its own (a school, a pupil, the year)."""
    found = FOLDERS.get(row.stream)
    if found is None:
        abort(404)
    return found


def page_of(row: MatterRow) -> str:
    """The address of the matter's own page."""
    return f"/{folder_of(row)}/{row.stream_id}"


def case_with_statsforvalteren(row: MatterRow) -> str:
    """The page of a case with Statsforvalteren that tells all of it; from a pupil's case the way to it."""
    return url_for("enforcement.show", place=folder_of(row), matter=row.stream_id)


def next_page(row: MatterRow) -> str:
    """Where somebody who has recorded something sees what it led to."""
    return case_with_statsforvalteren(row) if row.stream is Stream.ENFORCEMENT else page_of(row)


def menu_of(row: MatterRow) -> str:
    """The address of what can be recorded in the matter."""
    return url_for("record.menu", folder=folder_of(row), matter=row.stream_id)


def form_page(row: MatterRow, topic: str) -> str:
    """The address of a form of the matter. A query with the names of fields fills them in: ``?measure=<id>``."""
    return url_for("record.form", folder=folder_of(row), matter=row.stream_id, topic=topic)


def draft_address(matter: UUID, topic: str) -> str:
    """Where a form's draft is saved."""
    return url_for("record.save_draft", matter=matter, topic=topic)
