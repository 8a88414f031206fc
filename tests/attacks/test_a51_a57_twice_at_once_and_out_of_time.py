"""A51 sent twice, A52 a stale page, A53 at once, A54 a wrong clock, A55 back-dating, A56 odd topics, A57 other versions."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import msgspec
import pytest
from record.forms_by_hand import Form, in_form, opened, sends, skjema
from store.insider import Insider
from town import CANARY, Town, Visitor, matter
from werkzeug.test import TestResponse

from events.base import Stream
from events.stored import Stored
from services.case_service.domain.refusals import NotYetHappened
from services.case_service.store import UnreadableEventError

CASE = matter("sak")
HEARD, CLOSE, REOPEN = (skjema(CASE, f"case.{name}") for name in ("PupilHeard", "CaseClosed", "CaseReopened"))
SAID = {"form": "conversation", "outcome": "stated_view", "view": "Jeg vil være med", "weight": "heavy"}
CLOSED = {"reason": "safe", "pupil_agrees": "yes", "explanation": "Eleven sier at det er trygt", "remaining_items": "0"}


BY_NAME = {Path("events/closed_lists.py"), Path("varde/cli/app.py")}
"""What imports by a name: the closed lists, of what lies in their folder, and the command line, of a table of its own modules."""
"""Imports the modules of its own folder."""


def count(town: Town, topic: str) -> int:
    return sum(one.topic == topic for one in town.events(CASE))


def at_once(*sending: tuple[Visitor, str, Form, dict[str, str]]) -> list[TestResponse]:
    """Everybody sends in the same moment."""
    start = Barrier(len(sending))

    def send(visitor: Visitor, path: str, form: Form, given: dict[str, str]) -> TestResponse:
        start.wait()
        return sends(visitor, path, form, **given)

    with ThreadPoolExecutor(len(sending)) as pool:
        return [one.result() for one in [pool.submit(send, *each) for each in sending]]


def test_a51_a_form_that_is_sent_again_is_one_fact_and_one_answer(town: Town):
    rektor, before = town.comes("rektor"), count(town, "case.PupilHeard")
    form = opened(rektor, HEARD)
    first = sends(rektor, HEARD, form, **SAID)
    town.server.clock.go(timedelta(hours=20))
    again = sends(town.comes("rektor"), HEARD, {**form, "csrf_token": opened(rektor := town.comes("rektor"), HEARD)["csrf_token"]})
    assert (first.status_code, count(town, "case.PupilHeard")) == (303, before + 1)
    assert again.status_code in {303, 400, 422}
    replay = {**form, "csrf_token": opened(rektor, HEARD)["csrf_token"]}
    assert sends(rektor, HEARD, replay, **SAID).status_code == 303
    assert sends(rektor, HEARD, replay, **{**SAID, "view": "Noe annet"}).status_code == 422
    assert count(town, "case.PupilHeard") == before + 1


def test_a51_somebody_elses_key_gives_neither_her_answer_nor_her_fact(town: Town):
    rektor, handler = town.comes("rektor"), town.comes("saksbehandler")
    form = opened(rektor, HEARD)
    assert sends(rektor, HEARD, form, **SAID).status_code == 303
    stolen = {**opened(handler, HEARD), "idempotency_key": form["idempotency_key"]}
    assert sends(handler, HEARD, stolen, **{**SAID, "view": "Mitt eget"}).status_code == 303
    assert [one.event.view for one in town.events(CASE)[-2:]] == ["Jeg vil være med", "Mitt eget"]


def test_a52_of_two_who_open_the_same_page_the_second_is_told_and_loses_nothing(town: Town):
    rektor, handler = town.comes("rektor"), town.comes("saksbehandler")
    seen = opened(handler, HEARD)
    sends(rektor, HEARD, opened(rektor, HEARD), **SAID)
    before = len(town.events(CASE))
    stale = sends(handler, HEARD, seen, **{**SAID, "view": "Hver eneste setning"})
    assert stale.status_code == 412
    assert in_form(stale)["view"] == ["Hver eneste setning"]
    for version in ("99999", "0", "-1", "x", "1e3", "²"):
        assert sends(handler, HEARD, seen, **SAID, seen_version=version).status_code in {400, 412}
    assert len(town.events(CASE)) == before


def test_a53_a_case_that_two_close_in_the_same_moment_is_closed_once(town: Town):
    people = [town.comes("rektor"), town.comes("saksbehandler")]
    answers = at_once(*[(one, CLOSE, opened(one, CLOSE), CLOSED) for one in people])
    assert sorted(one.status_code for one in answers) == [303, 412]
    assert count(town, "case.CaseClosed") == 1


def test_a53_a_double_click_that_reaches_two_workers_is_one_fact(town: Town):
    rektor, before = town.comes("rektor"), count(town, "case.PupilHeard")
    form = opened(rektor, HEARD)
    answers = at_once(*[(Visitor(town, _same_browser(town, rektor)), HEARD, form, SAID) for _ in range(6)])
    assert {one.status_code for one in answers} == {303}
    assert count(town, "case.PupilHeard") == before + 1


def test_a53_closing_and_reopening_in_the_same_moment_leaves_one_order_of_things(town: Town):
    rektor, handler = town.comes("rektor"), town.comes("saksbehandler")
    assert sends(rektor, CLOSE, opened(rektor, CLOSE), **CLOSED).status_code == 303
    reopened = {"reason": "new_incident", "explanation": "Det har skjedd igjen"}
    answers = at_once((rektor, REOPEN, opened(rektor, REOPEN), reopened), (handler, CLOSE, opened(handler, HEARD), CLOSED))
    versions = [one.version for one in town.events(CASE)]
    assert versions == list(range(1, len(versions) + 1))
    assert all(one.status_code < 500 for one in answers)
    assert count(town, "case.CaseClosed") <= 2


def _same_browser(town: Town, visitor: Visitor):
    client = town.server.client()
    cookie = visitor.client.get_cookie("varde")
    assert cookie is not None
    client.set_cookie("varde", cookie.value)
    return client


@pytest.mark.parametrize("days", [-3, 3])
def test_a54_a_clock_that_is_days_wrong_changes_no_order_and_the_one_behind_is_an_alarm(town: Town, days: int, caplog):
    rektor = town.comes("rektor")
    sends(rektor, HEARD, opened(rektor, HEARD), **SAID)
    town.server.clock.go(timedelta(days=days))
    rektor = town.comes("rektor")
    answer = sends(rektor, HEARD, opened(rektor, HEARD), **{**SAID, "view": "Etterpå"})
    told = town.events(CASE)
    assert answer.status_code == 303
    assert [one.event.view for one in told[-2:]] == ["Jeg vil være med", "Etterpå"]
    assert [one.stream_id for one in town.log() if one.topic == "case.PupilHeard"][-2:] == [CASE, CASE]
    assert ("the clock is wrong" in caplog.text) is (days < 0)
    assert rektor.get(f"/saker/{CASE}").status_code == 200
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "now",
    [
        datetime(2028, 2, 29, 11, 0, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, 1, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        datetime(2027, 12, 31, 23, 30, tzinfo=UTC),
    ],
    ids=["leap day", "before summer time", "after it", "the hour twice, first", "the hour twice, second", "new year in Oslo"],
)
def test_a54_in_the_nights_that_clocks_change_things_are_recorded_and_due_as_ever(town: Town, now: datetime):
    town.server.clock.now = now
    rektor = town.comes("rektor")
    assert sends(rektor, HEARD, opened(rektor, HEARD), **SAID).status_code == 303
    assert town.events(CASE)[-1].envelope.recorded_at == now
    for path in (f"/saker/{CASE}", f"/saker/{CASE}/plikter", "/min-dag", "/innboks"):
        assert rektor.get(path).status_code == 200


def test_a55_when_it_happened_is_free_and_when_it_was_recorded_never_is(town: Town):
    rektor = town.comes("rektor")
    form = opened(rektor, HEARD)
    when = {"occurred_on": "01.02.2027", "occurred_time": "08.00", "known_on": "02.02.2027", "known_time": "09.00"}
    assert sends(rektor, HEARD, form, **SAID, **when).status_code == 303
    envelope = town.events(CASE)[-1].envelope
    assert envelope.occurred_at == datetime(2027, 2, 1, 7, 0, tzinfo=UTC)
    assert envelope.recorded_at == town.server.clock.now
    for name in ("recorded_at", "recorded_on", "recorded_time", "source_recorded_at", "position", "event_id", "history"):
        assert sends(rektor, HEARD, opened(rektor, HEARD), **SAID, **{name: "01.01.2020"}).status_code == 400, name


def test_a55_nothing_is_recorded_before_it_has_happened(town: Town):
    rektor, before = town.comes("rektor"), len(town.events(CASE))
    answer = sends(rektor, HEARD, opened(rektor, HEARD), **SAID, occurred_on="04.03.2027")
    assert answer.status_code == 422
    assert f"refusal.{NotYetHappened.code}" not in answer.text
    assert len(town.events(CASE)) == before


@pytest.mark.parametrize(
    "topic",
    [
        "os:system",
        "os.system",
        "builtins.eval",
        "case.Nonsense",
        "CaseClosed",
        "events.closing:CaseClosed",
        "case.CaseClosed%00",
        "__init__",
    ],
)
def test_a56_a_topic_that_no_case_knows_names_no_class(town: Town, topic: str):
    rektor, before = town.comes("rektor"), len(town.log())
    for path in (f"/saker/{CASE}/skjema/{topic}", f"/saker/{CASE}/ny/{topic}", f"/api/v1/schemas/{topic}"):
        assert rektor.get(path).status_code == 404, path
    sent = {"idempotency_key": str(uuid4()), "view": "x"}
    assert rektor.post(f"/saker/{CASE}/skjema/{topic}", sent).status_code in {400, 404}
    assert rektor.post(f"/kladd/{CASE}/{topic}", sent).status_code in {400, 404}
    assert len(town.log()) == before


def test_a56_no_class_is_ever_looked_up_by_a_name_that_came_from_outside():
    """The catalogue is an allow-list: nothing that serves imports, evaluates or unpickles by name."""
    for module in [one for folder in ("services", "events", "varde") for one in Path(folder).rglob("*.py")]:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                owner = getattr(getattr(node.func, "value", None), "id", "")
                assert called not in {"eval", "exec", "__import__", "resolve_topic", "get_topic"}, module
                assert called != "import_module" or module in BY_NAME, module
                assert owner not in {"pickle", "marshal", "shelve", "dill"}, module


def test_a57_an_event_of_a_later_program_is_not_misread_and_other_cases_stand(town: Town, caplog):
    before = town.events(CASE)
    database = Insider(town.server.store_settings.events, "lyngfjord", "events")
    state = msgspec.msgpack.decode(database.state(CASE, len(before)), type=Stored)
    later = msgspec.structs.replace(state, class_version=state.class_version + 7)
    database.put(CASE, len(before), msgspec.msgpack.encode(later))
    rektor = town.comes("rektor")
    answer = rektor.get(f"/saker/{CASE}/plan")
    assert "Noe i saken kan ikke leses" in answer.text
    assert str(before[-1].envelope.event_id) not in rektor.get(f"/saker/{CASE}").text
    assert "Traceback" not in answer.text
    with pytest.raises(UnreadableEventError):
        town.happens(Stream.CASE, CASE, before[-1].event)
    assert CANARY not in caplog.text
    assert rektor.get(f"/saker/{matter('annen-sak')}").status_code == 200
