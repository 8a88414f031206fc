"""Reading matters: the list, one of them, its duties and its events."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from flask import abort

from events import Recorded
from events.base import Stream
from services.case_service.http.api.answers import Doer, Duties, Duty, EventAnswer, Events, MatterFacts, Matters
from services.case_service.http.api.bodies import read_query
from services.case_service.http.api.cursors import USUAL, Cursor, Limit, link, mark, place
from services.case_service.http.api.operation import Reply, etag_of, operation
from services.case_service.http.case_access import Matter, decision_on, open_matter, visible
from services.case_service.http.cases.reach import current_reach
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow, ObligationRow, Page, place_after
from services.case_service.rights import Action, Share
from services.case_service.tasks import judged_row
from services.compliance.explain import reason, reckoning, source_of
from texts.case_number import case_number

MOST_DUTIES: Final = 1000

Orgnr = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{9}$", description="The school's organisation number.")]


class MattersQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which matters are wanted."""

    school: Orgnr | None = None
    stream: Literal["case", "heightened_case", "physical_intervention", "enforcement"] | None = None
    state: Literal["open", "all"] = "open"
    limit: Limit = USUAL
    cursor: Cursor | None = None


class EventsQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which events are wanted."""

    limit: Limit = USUAL
    cursor: Cursor | None = None


@operation("GET", "/matters", right=Right.SEE_CASES, answer=Matters, query=MattersQuery)
def list_matters() -> Reply:
    """The matters that the reader may know of, the last touched first."""
    asked, reach = read_query(MattersQuery), current_reach()
    schools: AbstractSet[str] | None = None if reach.everywhere or not reach.schools else reach.schools
    if asked.school is not None:
        schools = {asked.school} if schools is None else schools & {asked.school}
    streams = tuple(Stream) if asked.stream is None else (Stream(asked.stream),)
    matters = partial(
        the_desk().read_model.matters,
        schools=schools,
        among=None if reach.everywhere or reach.schools else reach.matters,
        streams=[one for one in streams if one in LISTED],
        open_only=asked.state == "open",
        limit=asked.limit + 1,
    )
    rows, following = _page(matters, place(asked.cursor, "matters"), asked.limit)
    body = Matters(items=tuple(facts_of(row) for row in rows), next=following)
    given = {"school": asked.school, "stream": asked.stream, "state": asked.state, "limit": asked.limit}
    return Reply(body=body, headers=link("list_matters", following, **given))


def _page(matters: Callable[..., Page[MatterRow]], after: str | None, limit: int) -> tuple[list[MatterRow], str | None]:
    """As many matters as are wanted, and where the next page begins: after the last of them.

    Neither the number of matters nor that mark, which can be read, depends on those that the reader may not know of.
    """
    shown: list[MatterRow] = []
    while True:
        found = matters(after=after)
        for row in visible(found.rows):
            if len(shown) == limit:
                return shown, mark(place_after(shown[-1]), "matters")
            shown.append(row)
        if (after := found.next) is None:
            return shown, None


LISTED: Final = frozenset({Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION, Stream.ENFORCEMENT})


@operation("GET", "/matters/<uuid:matter>", right=Right.SIGNED_IN, answer=MatterFacts, etag=True)
def read_matter(matter: UUID) -> Reply:
    """One matter. Its ETag is the version to state when something is recorded in it."""
    opened = open_matter(matter, Action.SEE_STATUS)
    return Reply(body=facts_of(opened.row), headers=etag_of(opened.row.version))


@operation("GET", "/matters/<uuid:matter>/obligations", right=Right.SIGNED_IN, answer=Duties)
def read_obligations(matter: UUID) -> Duties:
    """What law, guidance and plan ask in the matter, each with verdict, source and how the limit was reckoned."""
    opened = open_matter(matter, Action.SEE_CONTENT, events=())
    if opened.decision.share is not Share.WHOLE:
        abort(404)
    rows = the_desk().read_model.obligations(streams=[opened.row.stream_id], undone_only=False, limit=MOST_DUTIES)
    return Duties(items=tuple(duty for row in rows if (duty := _duty(row)) is not None))


@operation("GET", "/matters/<uuid:matter>/events", right=Right.SIGNED_IN, answer=Events, query=EventsQuery, etag=True)
def read_events(matter: UUID) -> Reply:
    """The events of a matter, as far as the reader may see them. Each reading is logged with the events that were shown."""
    asked = read_query(EventsQuery)
    after = place(asked.cursor, str(matter)) or 0

    def rest(opened: Matter) -> list[Recorded]:
        return [one for one in opened.recorded if one.version > after]

    def shown(opened: Matter) -> list[Recorded]:
        return rest(opened)[: asked.limit]

    opened = open_matter(matter, Action.SEE_CONTENT, events=lambda one: [each.envelope.event_id for each in shown(one)])
    page = shown(opened)
    following = mark(page[-1].version, str(matter)) if len(rest(opened)) > len(page) else None
    headers = etag_of(opened.version) | link("read_events", following, matter=matter, limit=asked.limit)
    return Reply(body=Events(items=tuple(map(_event, page)), next=following), headers=headers)


def facts_of(row: MatterRow) -> MatterFacts:
    """A matter, with what concerns the pupil for those who may read its content."""
    facts = MatterFacts(
        id=row.stream_id,
        number=case_number(row.stream_id),
        stream=row.stream,
        case=row.case_id,
        school=row.school,
        stage=row.stage,
        open=row.is_open,
        version=row.version,
        first_known_at=row.first_known_at,
        last_event_at=row.last_event_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        acknowledged_at=row.acknowledged_at,
        case_handler=row.case_handler,
    )
    if not decision_on(row, Action.SEE_CONTENT).allowed:
        return facts
    return msgspec.structs.replace(facts, pupil=row.pupil, pupil_role=row.pupil_role, serious=row.serious, danger=row.danger)


def _duty(row: ObligationRow) -> Duty | None:
    desk, language = the_desk(), current_language()
    bound = desk.rules.by_id.get(row.rule_id)
    if bound is None:
        return None
    judged = judged_row(row, desk.clock())
    return Duty(
        id=row.obligation_id,
        rule=row.rule_id,
        rulebook=row.rulebook,
        kind=row.kind,
        text=bound.rule.text.in_(language),
        source=source_of(judged, desk.rules, language),
        opened_at=row.opened_at,
        due_at=row.due_at,
        discharged_at=row.discharged_at,
        discharged_by=row.discharged_by,
        verdict=row.verdict,
        reason=reason(judged, desk.rules, language),
        reckoning=tuple(reckoning(judged, desk.rules, language, desk.calendar)),
    )


def _event(one: Recorded) -> EventAnswer:
    envelope = one.envelope
    actor = envelope.actor
    return EventAnswer(
        id=envelope.event_id,
        version=one.version,
        topic=one.topic,
        actor=Doer(person=actor.ref, role=actor.role, on_behalf_of=actor.on_behalf_of),
        occurred_at=envelope.occurred_at,
        known_at=envelope.known_at,
        recorded_at=envelope.recorded_at,
        precision=envelope.precision,
        channel=envelope.channel,
        corrects=envelope.corrects,
        attachments=envelope.attachments,
        fact=msgspec.to_builtins(one.event),
    )
