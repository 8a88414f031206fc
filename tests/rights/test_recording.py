"""Recording from a page: who acts, once for a double click, in words when refused, and what changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from flask import session
from town import Town, matter, person
from werkzeug.exceptions import Forbidden, NotFound

from events.base import Stream
from events.closing import CaseClosed
from events.concern import ConcernReceived, OwnerAcknowledged
from events.lists.concern import Concern
from events.lists.measures import ClosingReason
from events.lists.people import Reporter, Role
from events.plan import FollowUpHeld, MeasureExecuted
from services.case_service.application import Receipt
from services.case_service.domain.case.commands import ReceiveConcern
from services.case_service.domain.matter.commands import AcknowledgeAsOwner, CloseCase, ExecuteMeasure, HoldFollowUp
from services.case_service.http.case_access import open_matter
from services.case_service.http.identity import SESSION_KEY
from services.case_service.http.moments import read_when
from services.case_service.http.recording import Entry, NotRecorded, id_from, new_key, record
from services.case_service.rights import Action

SAK = matter("sak")
TILTAK = uuid5(SAK, "tiltak")
EXECUTED = ExecuteMeasure(fact=MeasureExecuted(measure=TILTAK, executed_by=person("laerer"), note="Gjort"))
CONCERN = ReceiveConcern(fact=ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words="ord"))


@contextmanager
def as_somebody(town: Town, who: str) -> Iterator[None]:
    """A request of somebody who is logged in, for code that runs within one."""
    with town.comes(who).client.session_transaction() as cookie:
        token = cookie[SESSION_KEY]
    with town.server.app.test_request_context("/", headers={"Accept": "text/html"}):
        session[SESSION_KEY] = token
        yield


def executes(town: Town, who: str, key: str, **more: Any) -> tuple[Receipt, ...]:
    with as_somebody(town, who):
        opened = open_matter(SAK, Action.RECORD)
        return record(Entry.of(opened, EXECUTED, **more), idempotency_key=key, matter=opened)


def test_the_actor_is_the_one_who_is_logged_in_in_the_role_that_gives_the_right(town: Town):
    executes(town, "laerer", new_key())

    done = town.events(SAK)[-1]
    assert done.topic == "case.MeasureExecuted"
    assert (done.envelope.actor.ref, done.envelope.actor.role) == (person("laerer"), Role.FORM_TEACHER)
    assert done.envelope.actor.on_behalf_of is None
    assert done.envelope.recorded_at == town.server.clock.now


def test_a_double_click_a_second_later_gives_the_first_answer(town: Town):
    key, before = new_key(), len(town.events(SAK))
    (first,) = executes(town, "laerer", key, when=read_when({"occurred_on": "03.03.2027"}, town.server.clock.now))
    town.server.clock.go(timedelta(seconds=3))

    (second,) = executes(town, "laerer", key, when=read_when({"occurred_on": "03.03.2027"}, town.server.clock.now))

    assert second.repeated
    assert first.event_ids == second.event_ids
    assert len(town.events(SAK)) == before + 1


def test_one_persons_key_is_no_use_to_another(town: Town):
    key = new_key()
    executes(town, "laerer", key)

    (again,) = executes(town, "saksbehandler", key)

    assert not again.repeated


def test_a_key_sent_again_with_other_content_says_so(town: Town):
    key = new_key()
    executes(town, "laerer", key)

    with pytest.raises(NotRecorded) as refused:
        executes(town, "laerer", key, when=read_when({"occurred_on": "01.03.2027"}, town.server.clock.now))
    assert refused.value.status == 422
    assert "alt sendt inn" in refused.value.problems[0].message


def test_a_stale_page_is_told_what_happened_since_and_by_whom(town: Town):
    seen = town.events(SAK)[-1].version
    executes(town, "saksbehandler", new_key())

    with pytest.raises(NotRecorded) as refused:
        executes(town, "rektor", new_key(), seen_version=seen)

    assert refused.value.status == 412
    changed = refused.value.changed
    assert changed is not None
    assert (changed.seen, changed.actual) == (seen, seen + 1)
    assert [(line.topic, line.by) for line in changed.lines] == [("case.MeasureExecuted", "Navn saksbehandler")]


def test_a_refusal_names_the_field_in_the_readers_language(town: Town):
    with as_somebody(town, "rektor"):
        opened = open_matter(SAK, Action.RECORD)
        later = read_when({"occurred_on": "01.03.2028"}, town.server.clock.now)
        with pytest.raises(NotRecorded) as refused:
            record(Entry.of(opened, EXECUTED, when=later), idempotency_key=new_key(), matter=opened)

    assert refused.value.problems[0].field == "occurred_on"
    assert "fram i tid" in refused.value.problems[0].message


def test_whoever_has_a_task_records_of_it_and_decides_nothing(town: Town):
    with as_somebody(town, "laerer"):
        opened = open_matter(SAK, Action.RECORD)
        closing = CloseCase(fact=CaseClosed(reason=ClosingReason.SAFE, explanation="Ferdig"))
        with pytest.raises(NotFound):
            record(Entry.of(opened, closing), idempotency_key=new_key(), matter=opened)
        follow_up = HoldFollowUp(fact=FollowUpHeld(pupil=person("elev"), held_by=person("laerer"), own_words="Bedre"))
        assert opened.may_record(follow_up)
        assert not opened.may_record("case.CaseClosed")


def test_a_matter_that_was_not_opened_can_only_be_begun(town: Town):
    with as_somebody(town, "fremmed"):
        into_another = Entry(stream=Stream.CASE, stream_id=SAK, command=CONCERN, school="974620014", seen_version=9)
        with pytest.raises(NotRecorded) as refused:
            record(into_another, idempotency_key=new_key())
        assert refused.value.status == 412
        assert refused.value.changed is not None
        assert refused.value.changed.lines == ()
        key = new_key()
        begun = Entry(stream=Stream.CASE, stream_id=id_from(key, "case"), command=CONCERN, school="974620014")
        (receipt,) = record(begun, idempotency_key=key)
        (again,) = record(begun, idempotency_key=key)

    assert receipt.version == 1
    assert again.repeated


def test_nobody_records_at_a_school_where_she_has_no_role(town: Town):
    with as_somebody(town, "rektor"), pytest.raises(NotFound):
        record(Entry(stream=Stream.CASE, stream_id=uuid4(), command=CONCERN, school="974620022"), idempotency_key=new_key())


def test_leaders_record_for_others_and_both_are_named(town: Town):
    for_whom: UUID = person("fremmed")
    entry = Entry(stream=Stream.CASE, stream_id=uuid4(), command=CONCERN, school="974620014", on_behalf_of=for_whom)
    with as_somebody(town, "rektor"):
        record(entry, idempotency_key=new_key())
    with as_somebody(town, "laerer"), pytest.raises(Forbidden):
        record(entry, idempotency_key=new_key())

    (recorded,) = town.events(entry.stream_id)
    assert (recorded.envelope.actor.ref, recorded.envelope.actor.on_behalf_of) == (person("rektor"), for_whom)


def test_nobody_vouches_in_another_persons_name(town: Town):
    with as_somebody(town, "skoleeier"):
        opened = open_matter(matter("varslet"), Action.RECORD)
        told = AcknowledgeAsOwner(fact=OwnerAcknowledged(acknowledged_by=person("rektor")))
        record(Entry.of(opened, told), idempotency_key=new_key(), matter=opened)

    assert town.events(matter("varslet"))[-1].event == OwnerAcknowledged(acknowledged_by=person("skoleeier"))
