"""A log for process analysis tells what happened to which objects, and nothing that was sealed."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
from process_export.exported import KEY, log_of
from town import CANARY, A, B, Town, matter, person

from events import catalogue
from events.avvik import AvvikRaised
from events.base import Stream
from events.concern import CaseLinked
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.people import PupilRole
from events.plan import MeasureAdded
from services.case_service.process_export import Format, ObjectType, Pseudonyms, Wanted, build_log, written_as
from services.case_service.process_export.concerned import OF_FIELD, OF_STREAM

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
OCEL_TYPES = {"string", "time", "integer", "float", "boolean"}
PYTHON_TYPES = {"string": str, "time": str, "integer": int, "boolean": bool}


@pytest.mark.parametrize("form", Format)
def test_no_sealed_text_and_no_id_of_varde_goes_out(town: Town, form: Format):
    written = written_as(log_of(town), form)
    assert CANARY.encode() not in written
    for one in town.log():
        for own in (one.stream_id, one.envelope.event_id, one.envelope.actor.ref):
            assert str(own).encode() not in written
            assert own.hex.encode() not in written


def test_attributes_are_codes_numbers_dates_and_truth_values(town: Town):
    log = log_of(town)
    texts = {value for event in log.events for value in event.attributes.values() if isinstance(value, str)}
    assert texts
    assert [text for text in texts if not re.fullmatch(r"[A-Za-z0-9_;:/.+-]*", text)] == []


def test_the_json_has_the_shape_of_ocel_2(town: Town):
    file = json.loads(written_as(log_of(town), Format.OCEL_JSON))
    assert set(file) == {"objectTypes", "eventTypes", "objects", "events"}
    object_types = {one["name"] for one in file["objectTypes"]}
    event_types = {one["name"]: {each["name"]: each["type"] for each in one["attributes"]} for one in file["eventTypes"]}
    for name in (*object_types, *event_types, *(name for types in event_types.values() for name in types)):
        assert CODE.fullmatch(name)
    assert {kind for types in event_types.values() for kind in types.values()} <= OCEL_TYPES
    ids = {one["id"] for one in file["objects"]}
    assert len(ids) == len(file["objects"])
    assert {one["type"] for one in file["objects"]} == object_types
    for one in file["objects"]:
        assert set(one) == {"id", "type", "attributes", "relationships"}
    events = {one["id"] for one in file["events"]}
    assert len(events) == len(file["events"])
    assert {one["type"] for one in file["events"]} == event_types.keys()
    for one in file["events"]:
        assert set(one) == {"id", "type", "time", "attributes", "relationships"}
        assert datetime.fromisoformat(one["time"]).tzinfo is not None
        assert one["relationships"]
        for attribute in one["attributes"]:
            assert type(attribute["value"]) is PYTHON_TYPES[event_types[one["type"]][attribute["name"]]]
    for one in (*file["objects"], *file["events"]):
        assert {each["objectId"] for each in one["relationships"]} <= ids
        assert all(set(each) == {"objectId", "qualifier"} for each in one["relationships"])


def test_the_sqlite_file_tells_the_same(town: Town, tmp_path):
    log, file = log_of(town), tmp_path / "log.sqlite"
    file.write_bytes(written_as(log, Format.OCEL_SQLITE))
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("SELECT count(*) FROM event").fetchone() == (len(log.events),)
        assert db.execute("SELECT count(*) FROM object").fetchone() == (len(log.objects),)
        assert db.execute("SELECT count(*) FROM event_object").fetchone() == (sum(len(one.relations) for one in log.events),)
        for kind, table in db.execute("SELECT ocel_type, ocel_type_map FROM event_map_type").fetchall():
            (rows,) = db.execute(f'SELECT count(*) FROM "event_{table}"').fetchone()  # noqa: S608 - a table of the test's own file
            assert rows == sum(one.type == kind for one in log.events)


def test_the_xes_file_has_a_trace_for_each_case_with_all_its_events_in_order(town: Town):
    log = log_of(town)
    root = ET.fromstring(written_as(log, Format.XES))  # noqa: S314 - written by ourselves
    spaces = {"x": "http://www.xes-standard.org/"}
    traces = root.findall("x:trace", spaces)
    assert len(traces) == len({one.trace for one in log.events})
    times = [[one.attrib["value"] for one in trace.findall("x:event/x:date[@key='time:timestamp']", spaces)] for trace in traces]
    assert sum(map(len, times)) == len(log.events)
    assert times == [sorted(one) for one in times]
    for event in root.iterfind("x:trace/x:event", spaces):
        keys = [one.attrib["key"] for one in event]
        assert len(keys) == len(set(keys))


def test_a_measure_a_plan_and_a_pupil_are_objects_of_their_case(town: Town):
    measure = person("a measure")
    town.happens(
        Stream.CASE,
        matter("sak"),
        MeasureAdded(measure=measure, title=CANARY, pupil_participated=True, guardians_participated=True),
    )
    log, names = log_of(town), Pseudonyms(KEY)
    added = next(one for one in log.events if one.type == "MeasureAdded" and names.of(ObjectType.MEASURE, measure) in str(one))
    found = {(one.object_id, one.qualifier) for one in added.relations}
    assert (names.of(ObjectType.CASE, matter("sak")), "case") in found
    assert (names.of(ObjectType.MEASURE, measure), "measure") in found
    assert (f"school-{A}", "school") in found
    own = next(one for one in log.objects if one.id == names.of(ObjectType.CASE, matter("sak")))
    assert names.of(ObjectType.MEASURE, measure) in {one.object_id for one in own.relations}
    assert {ObjectType.CASE, ObjectType.PUPIL, ObjectType.PLAN} <= set(log.object_types())


def test_only_what_is_wanted_goes_out(town: Town):
    everything, names = log_of(town), Pseudonyms(KEY)
    of_b = log_of(town, Wanted(schools={B}))
    assert {one.object_id for event in of_b.events for one in event.relations if one.qualifier == "school"} == {f"school-{B}"}
    assert ObjectType.HEIGHTENED_CASE in everything.object_types()
    assert ObjectType.HEIGHTENED_CASE not in log_of(town, Wanted()).object_types()
    hidden = log_of(town, Wanted(heightened=True, hidden={matter("annen-sak")}))
    assert names.of(ObjectType.CASE, matter("annen-sak")) not in written_as(hidden, Format.OCEL_JSON).decode()
    assert log_of(town, Wanted(until=date(2020, 1, 1))).events == ()


def test_without_heightened_cases_nothing_goes_out_that_belongs_or_leads_to_one(town: Town):
    raised = AvvikRaised(kind=AvvikKind.PROCESS_BREACH, grade=AvvikGrade.BREACH_OF_LAW, about_stream=matter("skjerpet"))
    town.happens(Stream.AVVIK, person("an avvik"), raised, case_id=matter("skjerpet"))
    link = CaseLinked(other_case=matter("skjerpet"), other_pupil_role=PupilRole.EXPOSED)
    town.happens(Stream.CASE, matter("sak"), link)
    names = Pseudonyms(KEY)
    telling = {names.of(kind, matter("skjerpet")) for kind in ObjectType} | {names.of(ObjectType.AVVIK, person("an avvik"))}

    def told(wanted: Wanted) -> set[str]:
        log = log_of(town, wanted)
        related = {one.object_id for each in (*log.events, *log.objects) for one in each.relations}
        return telling & (related | {one.id for one in log.objects} | {one.trace for one in log.events})

    assert len(told(Wanted(heightened=True))) > 2
    assert told(Wanted()) == set()
    assert any(one.type == "CaseLinked" for one in log_of(town, Wanted()).events)


def test_names_are_the_same_in_every_export_and_other_with_another_key(town: Town):
    first, second = log_of(town), log_of(town)
    assert written_as(first, Format.OCEL_JSON) == written_as(second, Format.OCEL_JSON)
    other = build_log(town.server.desk.store, Wanted(heightened=True), Pseudonyms(bytes(32)))
    assert {one.id for one in other.events}.isdisjoint({one.id for one in first.events})


def test_every_field_of_the_list_of_objects_is_a_field_of_some_fact():
    fields = {name for kind in catalogue() if set(kind.streams) & OF_STREAM.keys() for name in kind.cls.__struct_fields__}
    assert OF_FIELD.keys() - fields == set()
