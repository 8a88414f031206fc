import json
import os

import pytest
from surveys.published import LINES, A, line, published
from varde_command import varde_says

from events import Actor, Stream
from events.lists.people import Role
from events.organisation import SchoolRegistered
from services.case_service.application import Request
from services.case_service.domain.school.commands import RegisterSchool
from services.case_service.streams import school_stream, survey_results_stream
from varde.clock import system_clock
from varde.composition import application, event_store, prepare
from varde.settings import read_settings


@pytest.fixture
def environment(tmp_path):
    found = {**os.environ, "VARDE_DATA": str(tmp_path / "data"), "VARDE_TENANT": "lyngfjord", "VARDE_LANGUAGE": "nb"}
    settings = read_settings(found)
    prepare(settings)
    registered = SchoolRegistered(orgnr=A, name="Aspetun skole", lowest_grade=1, highest_grade=10, municipality="9901")
    now = system_clock()
    with event_store(settings) as store:
        request = Request(
            stream=Stream.SCHOOL,
            stream_id=school_stream("lyngfjord", A),
            command=RegisterSchool(fact=registered),
            actor=Actor(ref=school_stream("lyngfjord", A), role=Role.SCHOOL_OWNER),
            occurred_at=now,
            known_at=now,
            school=A,
        )
        application(store, settings).handle(request)
    return found


@pytest.fixture
def run(environment, tmp_path):
    def command(content, *more):
        file = tmp_path / "eu.csv"
        file.write_bytes(content)
        return varde_says("import", "survey", file, *more, env=environment)

    return command


def held(environment):
    with event_store(read_settings(environment)) as store:
        return store.read(survey_results_stream("lyngfjord", A, 2026))


def test_a_dry_run_writes_nothing_an_import_once_and_a_second_import_nothing_more(run, environment):
    tried = run(published(), "--dry-run")
    assert (tried.returncode, "Ville tatt inn: 1 skoleår" in tried.stdout) == (0, True)
    assert held(environment) == ()

    assert run(published()).returncode == 0
    again = run(published(), "--json")

    assert json.loads(again.stdout)["known"] == [f"{A}/2026"]
    assert len(held(environment)) == 1


def test_a_file_with_anything_wrong_is_told_and_nothing_is_in(run, environment):
    done = run(published(*LINES, line("Trivsel", "43", grade="6")))

    assert done.returncode == 3
    assert "Linje 7, kolonnen «Verdi»: «43» ligger ikke mellom 1 og 5." in done.stdout
    assert held(environment) == ()
