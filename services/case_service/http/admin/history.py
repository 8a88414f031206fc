"""What was changed, by whom and when, in words: for the page of a school or a person, and for the list of all changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from events import Recorded
from events.base import Stream
from events.lists.people import Role
from events.sealing import UNREADABLE
from services.case_service.forms import Refers
from services.case_service.http.languages import current_language, t
from services.case_service.http.web import the_desk
from services.case_service.reading import Line, Shown, lines_of
from services.compliance.explain import moment_text
from texts import label
from texts.case_number import case_number

NOT_TOLD: Final = frozenset({"code_hash", "sha256", "source_toml", "secret"})
"""Fields that say nothing to a reader, or that nobody shall read."""

NOT_TOLD_OF: Final[Mapping[Stream, frozenset[str]]] = {
    Stream.STAFF_MEMBER: NOT_TOLD | {"person"},
    Stream.ACCESS: NOT_TOLD | {"ground", "to_stream"},
}
"""Whose page it is goes without saying; why somebody is shut out of a matter may say what the matter is about."""


class ToldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change in words. ``what`` are its fields, as "label: value"."""

    at: datetime
    when: str
    who: str
    role: str
    title: str
    what: tuple[str, ...]


def told_changes(recorded: Iterable[Recorded]) -> list[ToldChange]:
    """The changes of a stream, the newest first."""
    return [told_change(one) for one in reversed(tuple(recorded))]


def told_change(one: Recorded) -> ToldChange:
    """A change in words. No field that is sealed and no content of a matter is in it."""
    actor, language = one.envelope.actor, current_language()
    return ToldChange(
        at=one.envelope.recorded_at,
        when=moment_text(one.envelope.recorded_at, language),
        who="Varde" if actor.role is Role.SYSTEM else name_of(actor.ref),
        role=label(actor.role, language),
        title=t(f"event.{one.topic}"),
        what=tuple(_what(lines_of(one.event, _called, language), NOT_TOLD_OF.get(one.envelope.stream, NOT_TOLD))),
    )


def name_of(person: UUID) -> str:
    """The name of a member of staff, or that it is not known."""
    return the_desk().names.staff(person) or t("admin.unknown_name")


def place_name(orgnr: str | None) -> str:
    """The name of a school; the municipality for None."""
    if orgnr is None:
        return t("admin.whole_municipality")
    row = the_desk().read_model.school(orgnr)
    return orgnr if row is None else row.name


def plan_title(rulebook: str) -> str:
    """What a plan is called; its id when no rulebook has it."""
    heads = (book.head for book in the_desk().rules.latest)
    return next((head.title.in_(current_language()) for head in heads if head.id == rulebook), rulebook)


WORDS: Final = {"at_school": place_name, "rulebook": plan_title}
"""Codes that have a name which people know better."""


def _what(lines: Iterable[Line], kept: frozenset[str]) -> Iterable[str]:
    for line in lines:
        values = [WORDS.get(line.name, str)(one.text) for one in line.values if UNREADABLE not in one.text]
        if values and line.name not in kept:
            name = t("admin.column.school") if line.name == "at_school" else line.label
            yield f"{name.removesuffix('?')}: {', '.join(values)}"


def _called(refers: Refers, id_: UUID, _: Mapping[str, Any]) -> Shown | None:
    match refers:
        case Refers.STAFF | Refers.ANYBODY:
            return Shown(name_of(id_))
        case Refers.MATTER | Refers.CASE:
            return Shown(case_number(id_))
        case _:
            return None
