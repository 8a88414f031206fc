"""/admin/import: nothing happens before somebody has seen it, and what she saw is what happens."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from bundles import Bundle, small
from imported import imports, planned, ref
from town import CSRF, PAGE, A, Town, Visitor, person
from werkzeug.test import TestResponse

from events.base import Stream
from events.lists.concern import Channel
from events.lists.people import EmploymentEnd, Role
from events.organisation import StaffMemberLeft
from events.pupil import PupilIdentityCorrected
from services.case_service.roster.waiting import KEPT_FOR, Waiting
from services.case_service.streams import staff_stream

IMPORT = "/admin/import"
MARK = re.compile(r'name="plan" value="([0-9a-f]+)"')


def hands_in(visitor: Visitor, content: bytes) -> TestResponse:
    """Somebody uploads a file."""
    token = CSRF.search(visitor.get(IMPORT).text)
    assert token is not None
    form = {"csrf_token": token.group(1), "bundle": (io.BytesIO(content), "register.zip")}
    return visitor.client.post(IMPORT, data=form, headers=PAGE, content_type="multipart/form-data")


def looks_at(visitor: Visitor, bundle: Bundle) -> str:
    """Somebody uploads a bundle; the address of what would happen."""
    answer = hands_in(visitor, bundle.packed())
    assert answer.status_code == 303
    return answer.headers["Location"]


def says_yes(visitor: Visitor, page: str, mark: str | None = None, **form: str) -> TestResponse:
    found = MARK.search(visitor.get(page).text)
    return visitor.post(page, {"plan": mark or (found.group(1) if found else ""), **form}, page=page)


def text_of(answer: TestResponse) -> str:
    return unescape(answer.text)


def test_what_would_happen_is_shown_and_nothing_happens_before_somebody_says_yes(town: Town):
    visitor, before = town.comes("administrator"), len(town.log())

    shown = text_of(visitor.get(looks_at(visitor, small())))

    assert len(town.log()) == before
    for told in ("Nye elever: 3", "Nye ansatte: 3", "Niillas Sæterdal, 4A, Aspetun skole", "Elle Máret Åsmoen, kontaktlærer"):
        assert told in shown


def test_what_was_shown_is_what_happens_in_the_name_of_whoever_said_yes(town: Town):
    visitor, before = town.comes("administrator"), len(town.log())
    page = looks_at(visitor, small())

    assert says_yes(visitor, page).status_code == 303

    new = town.log()[before:]
    assert {one.envelope.actor.ref for one in new} == {person("administrator")}
    assert {one.envelope.actor.role for one in new} == {Role.ADMINISTRATOR}
    assert {one.envelope.channel for one in new} == {Channel.IMPORT}
    assert planned(town, small()).steps == ()
    assert "Importert: 6 personer" in text_of(visitor.get(IMPORT))
    assert visitor.get(page).status_code == 404


def test_a_second_click_imports_nothing_more(town: Town):
    visitor = town.comes("administrator")
    page = looks_at(visitor, small())
    assert says_yes(visitor, page).status_code == 303
    before = len(town.log())

    assert visitor.post(page, {"plan": "0"}).headers["Location"] == IMPORT
    assert len(town.log()) == before


def test_when_something_changed_since_it_was_shown_nothing_happens_and_it_is_shown_anew(town: Town):
    imports(town, small())
    visitor = town.comes("administrator")
    page = looks_at(visitor, small().change("users", "p1", grades="5"))
    mark = MARK.search(visitor.get(page).text)
    assert mark is not None
    town.happens(Stream.PUPIL, ref(town, "p1"), PupilIdentityCorrected(name="Rettet Navn"))
    before = len(town.log())

    answer = visitor.post(page, {"plan": mark.group(1)})

    assert answer.status_code == 412
    assert "Noe er endret siden du så planen" in text_of(answer)
    assert "Navn eller fødselsdato rettes: 1" in text_of(answer)
    assert len(town.log()) == before
    assert says_yes(visitor, page).status_code == 303


def test_many_ends_at_once_are_said_yes_to_twice(town: Town):
    imports(town, small())
    visitor = town.comes("skoleeier")
    page = looks_at(visitor, small().without("t1", "t2"))
    before = len(town.log())

    answer = says_yes(visitor, page)

    assert answer.status_code == 422
    assert 'href="#sure"' in answer.text
    assert "Aspetun skole: 2 av 2 ansatte mister rollene sine." in text_of(answer)
    assert len(town.log()) == before
    assert says_yes(visitor, page, sure="1").status_code == 303
    assert len(town.log()) == before + 2


def test_a_file_with_faults_says_where_and_changes_nothing(town: Town):
    visitor, before = town.comes("administrator"), len(town.log())
    wrong = small().change("users", "p1", status="HEMMELIG").change("roles", "r0", orgSourcedId="ukjent")

    answer = hands_in(visitor, wrong.packed())

    assert answer.status_code == 422
    assert "users.csv, linje 5" in answer.text
    assert "orgSourcedId viser til en rad som ikke finnes." in answer.text
    assert "HEMMELIG" not in answer.text
    assert len(town.log()) == before
    assert not (town.home / "roster").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nei", b"<svg/>"])
def test_what_is_no_bundle_is_told_at_the_field(town: Town, content: bytes):
    answer = hands_in(town.comes("administrator"), content)

    assert answer.status_code == 422
    assert 'href="#bundle"' in answer.text


def test_a_file_that_is_too_large_is_refused(town: Town):
    client, kind = town.comes("administrator").client, "multipart/form-data; boundary=grense"

    assert client.post(IMPORT, data=b"0" * (33 * 1024 * 1024), headers=PAGE, content_type=kind).status_code == 413


@pytest.mark.parametrize("who", ["rektor", "laerer", "raadgiver", "mor", "elev"])
def test_only_those_who_administrate_import(town: Town, who: str):
    page = looks_at(town.comes("administrator"), small())
    before = len(town.log())

    visitor = town.comes(who)
    for path in (IMPORT, page):
        assert visitor.get(path).status_code == 403
    assert visitor.post(page, {"plan": "0"}).status_code == 403
    assert len(town.log()) == before


def test_a_waiting_bundle_is_sealed_and_gone_after_a_day_or_when_it_is_discarded(town: Town):
    visitor = town.comes("administrator")
    first, second = looks_at(visitor, small()), looks_at(visitor, small())
    files = list((town.home / "roster").iterdir())
    assert len(files) == 2
    assert not any(b"users.csv" in file.read_bytes() for file in files)

    visitor.post(f"{first}/forkast", {})
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200

    desk = town.server.desk
    waiting = Waiting(desk.home, desk.store)
    waiting.keep(uuid4(), b"another", desk.clock() + timedelta(days=10_000) + KEPT_FOR)
    assert waiting.open(UUID(second.rpartition("/")[2])) is None


def test_somebody_who_left_by_hand_gets_nothing_back_from_a_file(town: Town):
    imports(town, small())
    left = StaffMemberLeft(on=town.server.clock.now.date() - timedelta(days=1), reason=EmploymentEnd.LEFT)
    town.happens(Stream.STAFF_MEMBER, staff_stream(ref(town, "t2")), left, school=A)
    visitor = town.comes("administrator")

    shown = text_of(visitor.get(looks_at(visitor, small())))

    assert "Alt i Varde er allerede slik registeret sier." in shown
    assert "Aud Brattvoll" in shown


def test_neither_address_telephone_nor_password_of_the_file_comes_into_varde(town: Town):
    register = small()
    register.more = {"users": ("metadata.address",)}
    for row in register.rows["users"]:
        row.update({"metadata.address": "Skjultveien 13", "phone": "99999913", "sms": "99999913", "password": "Skjultpass13"})
    visitor = town.comes("administrator")
    page = looks_at(visitor, register)
    shown = visitor.get(page).text
    assert says_yes(visitor, page).status_code == 303

    everything = shown + repr(town.log())
    for secret in ("Skjultveien", "99999913", "Skjultpass"):
        assert secret not in everything
