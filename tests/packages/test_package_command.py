"""The command line hands out what was approved, and nothing that was not."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from at_the_counter import CASE, ENFORCEMENT, Counter, asked_by_statsforvalteren, made
from integrity.remaking import codes, verify
from town import CANARY, NOW, Town, person
from varde_command import varde_says

from events.base import Stream
from events.enforcement import AccountApproved
from varde.cli.packing import show_preview
from varde.packing import Case, NotApprovedError, NothingToMakeError, case_of, make_approved
from varde.settings import read_settings


@pytest.fixture
def place(tmp_path: Path) -> Town:
    """The town in a folder that settings can name, with its secrets where the command line looks for them."""
    home = tmp_path / "lyngfjord"
    home.mkdir()
    (home / "kek").write_text((b"s" * 32).hex(), encoding="ascii")
    (home / "pseudonym_key").write_text((b"m" * 32).hex(), encoding="ascii")
    town = Town(home)
    town.server.desk.integrity.begin("localhost/lyngfjord", NOW)
    return town


def environment(town: Town) -> dict[str, str]:
    return {"VARDE_DATA": str(town.home.parent), "VARDE_TENANT": "lyngfjord", "PATH": "/usr/bin:/bin", "COLUMNS": "200"}


def opened(town: Town) -> Case:
    """The case as the command opens it, at the town's own time."""
    desk = town.server.desk
    desk.read_model.catch_up()
    row = desk.read_model.matter(CASE)
    assert row is not None
    return case_of(desk, row)


def varde(town: Town, *line: str, status: int = 0) -> str:
    done = varde_says("package", *line, env=environment(town))
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_what_was_handed_over_is_written_to_a_file_byte_for_byte(place: Town, tmp_path: Path):
    request = asked_by_statsforvalteren(place)
    package = made(place, request)
    file = tmp_path / "package.zip"

    answer = json.loads(varde(place, str(CASE), "--request", str(request), "--out", str(file), "--json"))

    assert file.read_bytes() == package
    assert answer["sha256"] == sha256(package).hexdigest()
    assert not answer["made_now"]
    assert len(place.of("access.DisclosureAnswered")) == 1


def test_the_preview_tells_how_each_event_goes_without_a_word_of_its_text(place: Town, capsys: pytest.CaptureFixture[str]):
    request = asked_by_statsforvalteren(place)
    Counter(place.comes("rektor"), request).writes()
    case = opened(place)
    asked = case.request(request)
    assert asked is not None

    show_preview(case, asked, as_json=False)

    told = " ".join(capsys.readouterr().out.split())
    assert "Samtale gjennomført" in told
    assert "arbeidsnotat, internt" in told
    assert CANARY not in told


def test_nothing_is_made_that_nobody_approved(place: Town):
    request = asked_by_statsforvalteren(place)
    settings = read_settings(environment(place))
    case = opened(place)
    asked = case.request(request)
    assert asked is not None

    with pytest.raises(NothingToMakeError):
        make_approved(case, asked, settings)
    Counter(place.comes("rektor"), request).writes()
    with pytest.raises(NotApprovedError):
        make_approved(case, asked, settings)
    assert not place.of("access.DisclosureAnswered")


def test_what_a_person_approved_is_made_and_written_down(place: Town):
    request = asked_by_statsforvalteren(place)
    Counter(place.comes("rektor"), request).writes()
    place.happens(Stream.ENFORCEMENT, ENFORCEMENT, AccountApproved(request=request, approved_by=person("rektor")))
    case = opened(place)
    asked = case.request(request)
    assert asked is not None

    package = make_approved(case, asked, read_settings(environment(place)))

    (answer,) = place.of("access.DisclosureAnswered")
    assert answer.package_sha256 == sha256(package.content).hexdigest()
    assert codes(verify(package.content), "fails") == []
