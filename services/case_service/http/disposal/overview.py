"""/admin/kassasjon: what has lapsed, what waits, what was done, holds, and requests for erasure. By number; no name, no content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import msgspec
from flask import render_template, url_for

from events.sealing import RetentionClass
from services.case_service.disposal import Lapsed, Obstacle
from services.case_service.http.admin.history import place_name
from services.case_service.http.cases.by_number import is_shut_out_of
from services.case_service.http.disposal.blueprint import disposal_pages, disposals
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.store import KeyId
from services.compliance.calendar import local_day
from services.compliance.explain import day_text
from texts import label
from texts.case_number import case_number

SHOWN: Final = 100
"""Lapsed cases on the page; the rest comes when these are dealt with."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list: the case, what it is about, and the page it leads to; ``link``: what leads there."""

    case: str
    school: str
    what: str
    detail: str
    state: str
    url: str
    link: str = ""


@disposal_pages.get("/admin/kassasjon")
@needs(Right.DISPOSE)
def listed() -> str:
    """Everything about disposal."""
    found = disposals()
    lapsed = [one for one in found.lapsed() if not is_shut_out_of(one.subject)]
    rule = found.rules().get(RetentionClass.WORKING_NOTE)
    proposed = {(one.disposal.of_subject, one.disposal.retention): one.id for one in found.waiting()}
    return render_template(
        "disposal/overview.html",
        has_rule=rule is not None and rule.keep_months is not None,
        lapsed=[_lapsed(one, proposed.get((one.subject, one.retention))) for one in lapsed[:SHOWN]],
        shown=min(SHOWN, len(lapsed)),
        n=len(lapsed),
        waiting=list(_waiting()),
        done=list(_done()),
        holds=list(_holds()),
        erasures=list(_erasures()),
    )


def against_text(against: tuple[Obstacle, ...]) -> str:
    """What stands against a disposal, in words."""
    return "; ".join(t(f"disposal.obstacle.{one}") for one in against)


def _lapsed(one: Lapsed, proposed: UUID | None) -> Row:
    """``proposed``: the disposal of it that waits already."""
    language = current_language()
    return Row(
        case=case_number(one.subject),
        school=place_name(one.school),
        what=t(f"disposal.content.{one.retention}"),
        detail=day_text(one.lapsed_on, language),
        state=against_text(one.obstacles),
        url=url_for("disposal.show", disposal=proposed) if proposed else url_for("disposal.propose", case=one.subject),
        link=t("disposal.open" if proposed else "disposal.propose"),
    )


def _waiting() -> Iterator[Row]:
    for one in disposals().waiting():
        if not is_shut_out_of(one.disposal.of_subject):
            yield Row(
                case=case_number(one.disposal.of_subject),
                school="",
                what=t(f"disposal.content.{one.disposal.retention}"),
                detail=label(one.disposal.basis, current_language()),
                state=t("disposal.state.two" if one.disposal.is_decided else "disposal.state.one"),
                url=url_for("disposal.show", disposal=one.id),
            )


def _done() -> Iterator[Row]:
    for row in the_desk().read_model.retained():
        for key, one in row.disposals.items():
            if (one.of_subject, one.retention) in row.disposed and not one.stopped and not is_shut_out_of(one.of_subject):
                yield Row(
                    case=case_number(one.of_subject),
                    school="",
                    what=t(f"disposal.content.{one.retention}"),
                    detail=label(one.basis, current_language()),
                    state=_destroyed_on(one.of_subject, one.retention),
                    url=url_for("disposal.show", disposal=key),
                )


def _destroyed_on(subject: UUID, retention: RetentionClass) -> str:
    tombstone = the_desk().store.tombstone(KeyId(subject, retention))
    return "" if tombstone is None else day_text(local_day(tombstone.destroyed_at), current_language())


def _holds() -> Iterator[Row]:
    for row in the_desk().read_model.retained():
        for key, one in row.holds.items():
            if not one.lifted and not is_shut_out_of(one.of_subject):
                yield Row(
                    case=case_number(one.of_subject),
                    school="",
                    what=label(one.ground, current_language()),
                    detail="",
                    state="",
                    url=url_for("disposal.hold", hold=key),
                )


def _erasures() -> Iterator[Row]:
    language = current_language()
    for row in the_desk().read_model.retained():
        for key, one in row.erasures.items():
            if not is_shut_out_of(one.of_subject):
                yield Row(
                    case=case_number(one.of_subject),
                    school="",
                    what=t("disposal.erasure.waits") if one.outcome is None else label(one.outcome, language),
                    detail="" if one.answer_by is None else day_text(one.answer_by, language),
                    state="",
                    url=url_for("disposal.erasure", asked=key),
                )
