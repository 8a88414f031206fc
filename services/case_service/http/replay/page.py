"""The page of the replay: one view of a matter, bookmarked by its address, and the way to the others."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from flask import Blueprint, abort, render_template, request, url_for
from markupsafe import Markup

from events.base import SubDuty
from events.local_time import LAST_INSTANT, OSLO
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import PLACES
from services.case_service.http.matters.dossier import Dossier, opened
from services.case_service.http.matters.frame import framed
from services.case_service.http.problems import FormProblem, in_summary
from services.case_service.http.replay.asked import NAMES, TODAY, Asked, Spot
from services.case_service.http.replay.shown import (
    between,
    duties_of_view,
    late_events,
    measures_of_view,
    plan_of_view,
    shown_differences,
    shown_verdict_changes,
    state_of_view,
)
from services.case_service.http.replay.view import Replay, View
from services.case_service.http.rights import Right, needs
from services.case_service.replay import Axis
from services.case_service.replay.lateness import times_of
from services.case_service.replay.picture import Thread, tracks
from services.case_service.replay.picture_links import Named
from services.case_service.timeline.story import written_late
from services.compliance.calendar import local_day
from services.compliance.explain import moment_text

replay_pages = Blueprint("replay", __name__)

FIELD_OF: Final = {"hendelse": "plass", "mot_plass": "mot_hendelse"}
"""The field in which something is written that an address names in another way."""

_ANY: Final = ",".join(PLACES.values())


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A button that leads along the axis; no address where there is nothing to go to."""

    name: str
    url: str


@replay_pages.get(f"/<any({_ANY}):place>/<uuid:matter>/avspilling")
@needs(Right.SIGNED_IN)
def show(place: str, matter: UUID) -> str:
    """The replay of a matter, for those who are shown all of it."""
    dossier = opened(matter, place)
    if not dossier.whole or not dossier.matter.recorded:
        abort(404)
    asked = Asked.of(request.args)
    replay = Replay(dossier, asked.axis, by_today=asked.by_today)
    asked = _within(asked, len(replay.order), dossier.now)
    view = replay.view(asked.spot)
    return render_template("replay/page.html", **framed(dossier, "replay"), **shown(dossier, replay, view, asked))


def shown(dossier: Dossier, replay: Replay, view: View, asked: Asked) -> dict[str, Any]:
    """What the template shows of a view."""
    page = _Addresses(dossier, asked)
    against = replay.view(asked.against) if asked.against else None
    state = state_of_view(view)
    problems = [FormProblem(field=FIELD_OF.get(field, field), message=t(key, n=len(replay.order))) for field, key in asked.problems]
    return {
        "asked": asked,
        "problems": [in_summary(one, _questions()) for one in problems],
        "wrong": {one.field: one.message for one in problems},
        "written": request.args,
        "axes": [(axis, page.to(axis=axis, spot=view_spot(view)), axis is asked.axis) for axis in Axis],
        "laws": [(name, page.to(by_today=name == "today"), asked.by_today is (name == "today")) for name in ("then", "today")],
        "view": view,
        "total": len(replay.order),
        "steps": _steps(replay, view, page),
        "numbers": [dossier.whom.numbers[one.envelope.event_id] for one in replay.order.events],
        "stands": stands(view, replay),
        "slider_text": _slider_text(view, replay),
        "hidden": _hidden(asked),
        "day_and_clock": _day_and_clock(asked.spot),
        "against_day_and_clock": _day_and_clock(asked.against),
        "picture": _picture(replay, view, page),
        "state": state,
        "state_changes": [line for line in state if line.kind is not None],
        "duty_changes": shown_verdict_changes(view.verdict_changes, view.rules),
        "plan": plan_of_view(view),
        "measures": measures_of_view(view),
        "duties": duties_of_view(view, _duty(request.args.get("plikt", ""))),
        "duty_url": lambda duty: page.to(spot=view_spot(view), plikt=duty.value) + f"#{duty.value}",
        "other_law": _other_law(view, replay) if asked.by_today else None,
        "late": late_events(view),
        "against": against,
        **_compared(view, against, replay),
        "drop_url": page.to(against=Spot()),
    }


def _questions() -> dict[str, str]:
    """What the fields ask, where the other moment is asked in the same words."""
    asked = {"dag": t("replay.day"), "kl": t("replay.clock")}
    return {**asked, **{f"mot_{field}": f"{t('replay.against')}, {question.lower()}" for field, question in asked.items()}}


def _compared(view: View, against: View | None, replay: Replay) -> dict[str, Any]:
    """What differs from the earlier of two views to the later."""
    if against is None:
        return {}
    earlier, later = sorted((view, against), key=lambda one: one.place)
    return {
        "earlier_stands": stands(earlier, replay),
        "later_stands": stands(later, replay),
        "earlier_short": _short(earlier),
        "later_short": _short(later),
        "against_lines": shown_differences(earlier, later),
        "against_duties": between(earlier, later),
        "against_events": _events_between(earlier, later),
    }


def view_spot(view: View) -> Spot:
    """The view's own spot, as a lasting address names it: an event by its number."""
    return Spot(moment=view.point.at) if view.event is None else Spot(event=view.number_of_event)


def stands(view: View, replay: Replay) -> str:
    """Where a view stands, in words."""
    total, told = len(replay.order), view.told
    when = moment_text(view.point.at, current_language())
    if told is None:
        return t("replay.stands.moment", when=when, place=view.place, total=total)
    return t("replay.stands.event", number=told.number, place=view.place, total=total, what=told.title, when=when)


def _short(view: View) -> str:
    """Where a view stands, as short as it stands beside every value of a table on a phone."""
    told = view.told
    return moment_text(view.point.at, current_language()) if told is None else t("replay.stands.short", number=told.number)


class _Addresses:
    """Addresses of other views of the same matter."""

    def __init__(self, dossier: Dossier, asked: Asked) -> None:
        self._row, self._asked = dossier.row, asked

    def to(self, *, plikt: str | None = None, **changed: Any) -> str:
        """The view with some of what was asked for changed."""
        asked = msgspec.structs.replace(self._asked, **changed)
        values: dict[str, Any] = {**asked.address, **({} if plikt is None else {"plikt": plikt})}
        return url_for("replay.show", place=PLACES[self._row.stream], matter=self._row.stream_id, **values)


def _within(asked: Asked, total: int, now: datetime) -> Asked:
    """The view with a problem for each event that the case does not have, and each moment that has not come."""
    wrong = [
        (f"{prefix}{name}", "replay.problem.no_such_event")
        for prefix, spot in (("", asked.spot), ("mot_", asked.against))
        for name, number in (("hendelse", spot.event), ("plass", spot.place))
        if number is not None and not 1 <= number <= total
    ]
    asked = msgspec.structs.replace(asked, problems=(*asked.problems, *wrong))
    for name, prefix in (("spot", ""), ("against", "mot_")):
        asked = _not_after(asked, name, prefix, now)
    return asked


def _not_after(asked: Asked, name: str, prefix: str, now: datetime) -> Asked:
    """The view with a moment of today that has not come yet as now; a day that has not come is a problem."""
    moment = getattr(asked, name).moment
    if moment is None or moment <= now:
        return asked
    if local_day(moment) == local_day(now):
        return msgspec.structs.replace(asked, **{name: Spot(moment=now)})
    problems = (*asked.problems, (f"{prefix}dag", "replay.problem.future"))
    return msgspec.structs.replace(asked, problems=problems, **{name: Spot()})


def _steps(replay: Replay, view: View, page: _Addresses) -> tuple[Step, ...]:
    last = len(replay.order)
    back = view.place - 1 if view.event is not None else view.place
    places = {"first": 1, "back": back, "forward": view.place + 1, "last": last}
    here = view.place if view.event is not None else None
    return tuple(
        Step(name=name, url=page.to(spot=replay.spot_at(to)) if 1 <= to <= last and to != here else "")
        for name, to in places.items()
    )


def _slider_text(view: View, replay: Replay) -> str:
    if not view.place:
        return t("replay.slider.before")
    last = view.dossier.told.find(view.seen[-1].envelope.event_id)
    assert last is not None  # noqa: S101 - it is among what was seen
    at = moment_text(replay.order.times[view.place - 1], current_language())
    return t("replay.slider.value", place=view.place, total=len(replay.order), what=last.title, when=at)


def _hidden(asked: Asked) -> dict[str, dict[str, str]]:
    """The rest of the view, which each small form carries along."""
    fixed = {"tid": NAMES[asked.axis], **({"regler": TODAY} if asked.by_today else {})}
    return {"spot": {**fixed, **asked.against.address("mot_")}, "against": {**fixed, **asked.spot.address("")}}


def _day_and_clock(spot: Spot) -> tuple[str, str]:
    if spot.moment is None:
        return "", ""
    local = spot.moment.astimezone(OSLO)
    return f"{local:%Y-%m-%d}", "" if local.time() == LAST_INSTANT else f"{local:%H:%M}"


def _picture(replay: Replay, view: View, page: _Addresses) -> Markup:
    seen, numbers = {one.envelope.event_id for one in view.seen}, replay.now.whom.numbers
    threads = {
        one.envelope.event_id: Thread(
            number=numbers[one.envelope.event_id],
            times=times_of(one),
            seen=one.envelope.event_id in seen,
            late=written_late(one),
        )
        for one in replay.order.events
    }
    chosen = None if view.event is None else threads[view.event.envelope.event_id]
    return tracks(
        tuple(threads.values()),
        axis=replay.axis,
        at=view.point.at,
        chosen=chosen,
        language=current_language(),
        title=f"{t('replay.picture')}. {stands(view, replay)}",
        named=_named(replay, view, page.to(spot=Spot())),
    )


def _named(replay: Replay, view: View, address: str) -> Named:
    """Addresses and names of the events in the picture. Of an event that came later nothing is said but its number and time."""
    times = dict(zip((one.envelope.event_id for one in replay.order.events), replay.order.times, strict=True))

    def named(number: int, more: int) -> tuple[str, str]:
        recorded = replay.now.matter.recorded[number - 1]
        told, when = view.dossier.told.find(recorded.envelope.event_id), times[recorded.envelope.event_id]
        what = t("replay.picture.later") if told is None else told.title
        name = t("replay.picture.event", number=number, what=what, when=moment_text(when, current_language()))
        if more:
            name += " " + (t("replay.picture.more.one") if more == 1 else t("replay.picture.more.many", n=more))
        return f"{address}&hendelse={number}", name

    return named


def _other_law(view: View, replay: Replay) -> Any:
    today, then = (replay.law_by(today=by_today).rules for by_today in (True, False))
    return shown_verdict_changes(view.by_the_other_law, today, then)


def _events_between(earlier: View, later: View) -> list[Any]:
    known = {event.envelope.event_id for event in earlier.seen}
    return [told for told in later.dossier.told.events if told.id not in known]


def _duty(asked: str) -> SubDuty | None:
    return SubDuty(asked) if asked in set(SubDuty) else None
