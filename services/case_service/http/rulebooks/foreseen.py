"""What a rulebook would change, on the municipality's own history: counts for all, cases for those who may know of them."""

from __future__ import annotations

import time
from typing import Final
from uuid import UUID

import msgspec
from flask import url_for

from events.base import Stream
from services.case_service.http.case_access import visible
from services.case_service.http.languages import current_language
from services.case_service.http.matters.blueprint import PLACES
from services.case_service.http.rulebooks.words import due_in_words
from services.case_service.http.web import the_desk
from services.compliance.explain import moment_text
from services.compliance.preview import NOTHING, Comparison, Foreseen, NewLimit, Tally
from services.compliance.rulebook import BoundRule, Rulebook
from texts.case_number import case_number

SECONDS: Final = 6.0
"""How long a page goes through cases, those first in which something happened last; what was not reached is said."""


class ShownTally(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with what it makes of the history. ``now``: what the plan of today makes, where it has the same rule."""

    text: str
    due: str
    then: Tally
    now: Tally | None


class ShownLimit(msgspec.Struct, frozen=True, kw_only=True):
    """A case that would get a limit: its number, the rule, the new limit, and the one that it has (empty: none)."""

    number: str
    url: str
    text: str
    due: str
    before: str


class ShownForeseen(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows. ``unseen`` cases would get new limits too, and are none that the reader may know of."""

    rules: tuple[ShownTally, ...]
    today: tuple[ShownTally, ...]
    limits: tuple[ShownLimit, ...]
    concerned: int
    unseen: int
    cases: int
    all_cases: int


def foresee(new: Rulebook) -> ShownForeseen:
    """Hold the rulebook against the history of every school, beside the plan that each follows today."""
    desk, language = the_desk(), current_language()
    schools = [row for row in desk.read_model.schools() if row.discontinued_on is None]
    followed = {row.orgnr: row.rulebook for row in schools if row.rulebook is not None}
    cases = desk.read_model.cases_at([row.orgnr for row in schools])
    found = _held_against(new, followed, cases)
    rules = {bound.rule.id: bound for bound in new.bound()}
    today = {id_: bound for book in desk.rules.latest for bound in book.bound() if (id_ := bound.rule.id) in found.now}
    shown = _seen(found.limits)
    return ShownForeseen(
        rules=tuple(_shown(bound, found.then.get(id_, Tally()), found.now.get(id_)) for id_, bound in rules.items()),
        today=tuple(_shown(bound, found.now[id_], None) for id_, bound in today.items() if id_ not in rules),
        limits=tuple(
            ShownLimit(
                number=case_number(UUID(one.case_id)),
                url=url_for("matter.show", place=PLACES[Stream.CASE], matter=one.case_id),
                text=rules[one.rule_id].rule.text.in_(language),
                due=moment_text(one.due_at, language),
                before=moment_text(one.before, language),
            )
            for one in shown
        ),
        concerned=len({one.case_id for one in found.limits}),
        unseen=len({one.case_id for one in found.limits} - {one.case_id for one in shown}),
        cases=found.cases,
        all_cases=len(cases),
    )


def _held_against(new: Rulebook, followed: dict[str, str], cases: tuple[str, ...]) -> Foreseen:
    desk = the_desk()
    comparison, now = Comparison(new, desk.rules, followed, desk.calendar), desk.clock()
    found, stop = NOTHING, time.monotonic() + SECONDS
    for events in desk.read_model.histories(cases):
        found += comparison.of(events, now)
        if time.monotonic() > stop:
            break
    return found


def _seen(limits: tuple[NewLimit, ...]) -> list[NewLimit]:
    """The limits in cases that she who asks may know of, the nearest first."""
    read_model = the_desk().read_model
    rows = [row for case in {one.case_id for one in limits} if (row := read_model.matter(UUID(case))) is not None]
    known = {str(row.stream_id) for row in visible(row for row in rows if row.stream is Stream.CASE)}
    return sorted((one for one in limits if one.case_id in known), key=lambda one: one.due_at)


def _shown(bound: BoundRule, then: Tally, now: Tally | None) -> ShownTally:
    return ShownTally(text=bound.rule.text.in_(current_language()), due=due_in_words(bound.rule.due), then=then, now=now)
