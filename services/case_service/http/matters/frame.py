"""What stands on top of every page of a matter: what it is, who it is about, who is responsible, and the way to its other pages."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from flask import url_for

from events.base import Stream
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import PLACES, address
from services.case_service.http.matters.dossier import Dossier, stage_text
from services.case_service.http.record.places import case_with_statsforvalteren, menu_of
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.compliance.explain import day_text
from texts import label

PAGES: Final = {
    Stream.CASE: ("show", "duties", "plan", "parties", "documents"),
    Stream.HEIGHTENED_CASE: ("show", "duties", "plan", "parties", "documents"),
    Stream.PHYSICAL_INTERVENTION: ("show", "duties", "parties", "documents"),
    Stream.ENFORCEMENT: ("statsforvalter", "show", "duties", "parties", "documents"),
}
"""Which pages each kind of matter has."""

OF_THE_WHOLE: Final = frozenset({"duties", "statsforvalter"})
"""Pages that are shown to those who see all of the matter."""


class Tab(msgspec.Struct, frozen=True):
    """A way to another page of the matter."""

    text: str
    url: str
    current: bool


def framed(dossier: Dossier, current: str) -> dict[str, Any]:
    """The values that the frame's template shows."""
    return {
        "dossier": dossier,
        "matter": dossier.matter,
        "row": dossier.row,
        "told": dossier.told,
        "whom": dossier.whom,
        "stage": stage_text(dossier.row),
        "school": _school(dossier),
        "facts": _facts(dossier),
        "tabs": _tabs(dossier, current),
        "record_url": _record_url(dossier),
        "address": address,
        "linked": dossier.matter.linked,
    }


def _facts(dossier: Dossier) -> list[tuple[str, str]]:
    row, language = dossier.row, current_language()
    pairs: list[tuple[str, str]] = []
    if row.pupil is not None:
        role = "" if row.pupil_role is None else f", {label(row.pupil_role, language)}"
        pairs.append((t("matter.pupil"), f"{dossier.whom.pupil(row.pupil)}{role}"))
    if row.case_handler is not None:
        pairs.append((t("matter.case_handler"), dossier.whom.staff(row.case_handler)))
    if row.serious is not None:
        pairs.append((t("matter.serious"), t("reading.yes" if row.serious else "reading.no")))
    pairs.append((t("matter.first_known"), day_text(row.first_known_at, language)))
    if row.closed_at is not None:
        pairs.append((t("matter.closed"), day_text(row.closed_at, language)))
    return pairs


def _school(dossier: Dossier) -> str:
    found = the_desk().read_model.school(dossier.row.school) if dossier.row.school is not None else None
    return "" if found is None else found.name


def _tabs(dossier: Dossier, current: str) -> tuple[Tab, ...]:
    pages = [one for one in PAGES[dossier.row.stream] if one not in OF_THE_WHOLE or dossier.whole]
    tabs = [Tab(t(f"matter.tab.{one}"), _tab_url(dossier.row, one), current=one == current) for one in pages]
    if dossier.whole:
        tabs.append(Tab(t("replay.tab"), _replay_url(dossier.row), current=current == "replay"))
    if dossier.matter.may(Action.GRANT):
        tabs.append(Tab(t("matter.tab.access"), url_for("access.show", matter=dossier.row.stream_id), current=False))
    return tuple(tabs)


def _tab_url(row: MatterRow, one: str) -> str:
    return case_with_statsforvalteren(row) if one == "statsforvalter" else address(row, one)


def _replay_url(row: MatterRow) -> str:
    return url_for("replay.show", place=PLACES[row.stream], matter=row.stream_id)


def _record_url(dossier: Dossier) -> str:
    return menu_of(dossier.row) if dossier.matter.may(Action.RECORD) else ""
