"""The timeline picture of a dossier."""

from __future__ import annotations

from typing import Final

import msgspec
from markupsafe import Markup

from events.base import Stream
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.matters.dossier import Dossier
from services.case_service.http.web import the_desk
from services.case_service.timeline import Addresses, Lane, Mark, laid_out, legend_flag, story_of
from services.case_service.timeline.drawing import names, plot
from services.compliance.explain import moment_text
from services.compliance.verdicts import Verdict

SIGNS: Final = {Stream.AVVIK: "!", Stream.ENFORCEMENT: "§", Stream.PHYSICAL_INTERVENTION: "F", Stream.SURVEY: "U"}
LANES: Final = {Stream.AVVIK: Lane.AVVIK, Stream.ENFORCEMENT: Lane.OUTSIDE, Stream.PHYSICAL_INTERVENTION: Lane.REPORT}


class ShownPicture(msgspec.Struct, frozen=True, kw_only=True):
    """The two drawings that stand beside each other, and the verdicts whose flags need a key."""

    names: Markup
    plot: Markup
    verdicts: tuple[tuple[str, Markup], ...]
    has_late: bool


def picture_of(dossier: Dossier) -> ShownPicture:
    """The picture as of now."""
    language, desk = current_language(), the_desk()
    addresses = Addresses(
        event=lambda one: f"#h{dossier.whom.numbers[one.envelope.event_id]}",
        obligation=lambda id_: address(dossier.row, "duties", _anchor=f"p-{id_}"),
    )
    story = story_of(
        dossier.matter.recorded,
        dossier.judged,
        moment=dossier.now,
        rules=desk.rules,
        addresses=addresses,
        language=language,
        others=_others(dossier),
    )
    laid = laid_out(story)
    shown = {flag.verdict for flag in story.flags}
    return ShownPicture(
        names=names(laid, language),
        plot=plot(laid, language, title=t("timeline.title")),
        verdicts=tuple((verdict.value, legend_flag(verdict)) for verdict in Verdict if verdict in shown),
        has_late=any(mark.late for mark in story.marks),
    )


def _others(dossier: Dossier) -> tuple[Mark, ...]:
    """What began in other histories of the same case: one mark each, that leads there."""
    return tuple(
        Mark(
            sign=SIGNS.get(row.stream, "*"),
            lane=LANES.get(row.stream, Lane.INVESTIGATION),
            at=row.started_at,
            name=f"{t(f'list.Stream.{row.stream.value}').capitalize()}, {moment_text(row.started_at, current_language())}",
            url=address(row),
        )
        for row in dossier.belonging
    )
