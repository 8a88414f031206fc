"""A80, A73 and A60 in part: Varde as it runs, a case with the same word in every sealed field, and then a search for the word.

The word is in every kind of fact that a case and a § 12-5 matter can hold, in what people send through the pages (reports, the
talk without a login, drafts, files, searches, logins), in what is refused, and in cases that fail while they are read.
"""

from __future__ import annotations

import email
import re
import socket
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import duckdb
import msgspec
import pytest
import requests
from aiosmtpd.controller import Controller
from attachments.test_inspection import picture
from attacks.page_forms import forms_on
from attacks.sealed_text import WORD, files_that_hold, sealed_saying
from builders import example
from made_demo import demo_for
from store.insider import Insider

from events.base import Stream
from events.concern import CaseOpened, ConcernReceived, ReportedToPrincipal
from events.envelope import Actor
from events.heightened import HeightenedReportReceived
from events.lists.people import Role, Suspected
from events.organisation import StaffMemberRegistered, StaffRoleAssigned
from events.stored import Stored
from services.case_service.application import Request
from services.case_service.desk import Desk
from services.case_service.domain import STREAMS
from services.case_service.domain.command import Refused, proposed
from services.case_service.streams import municipality_stream, staff_stream
from services.case_service.webhooks.message import message
from tests.browser.running_varde import started
from varde.clock import system_clock
from varde.composition import desk_over, event_store, store_settings
from varde.demo.accounts import PASSWORD
from varde.demo.municipality import SCHOOLS
from varde.demo.people import HANDLER, PRINCIPAL, SUSPECTED, TEACHER, pupil_id
from varde.settings import Settings, read_settings

pytestmark = pytest.mark.long

SCHOOL = SCHOOLS[0]
PUPIL = pupil_id(SCHOOL, 3)
LAST = ("CaseClosed", "CaseReopened", "CaseJoined", "CaseSplit")
CASE, GRAVE, BROKEN, NEWCOMER = (uuid5(PUPIL, name) for name in ("case", "grave", "broken", "newcomer"))
PAGE = {"Accept": "text/html"}


class Mailbox:
    """What a real mail server took."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the server's name for it
        self.taken.append(envelope.content)
        return "250 OK"


class Person:
    """Somebody's browser, at the running server."""

    def __init__(self, address: str, login: str | None = None) -> None:
        self.address, self.http = address, requests.Session()
        self.http.headers.update(PAGE)
        if login is not None:
            assert self.sends("/logg-inn", login=login, password=PASSWORD).url.rstrip("/") != f"{address}/logg-inn"

    def gets(self, path: str) -> requests.Response:
        return self.http.get(self.address + path, timeout=60)

    def sends(self, path: str, *, number: int = 0, files: Any = None, **given: str) -> requests.Response:
        """Send a form of the page at ``path``: what stands in it, with ``given`` in the place of that."""
        opened = self.gets(path)
        form = [one for one in forms_on(path, opened.text) if "logg-ut" not in one.action][number]
        named = {name.replace("__", "."): value for name, value in given.items()}
        return self.http.post(self.address + form.action, data={**form.own, **named}, files=files, timeout=60)


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Controller]:
    with socket.create_server(("localhost", 0)) as found:
        port = found.getsockname()[1]
    controller = Controller(Mailbox(), hostname="localhost", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, mailbox: Controller) -> tuple[Settings, Path, list[str]]:
    """The settings of an installation in which all this has happened and which has stopped, its log, and what pages showed."""
    folder = tmp_path_factory.mktemp("canary")
    settings = read_settings({"VARDE_DATA": str(folder / "data"), "VARDE_TENANT": "demo"})
    outside = {
        "VARDE_SMTP_HOST": "localhost",
        "VARDE_SMTP_PORT": str(mailbox.port),
        "VARDE_SMTP_SECURITY": "none",
        "VARDE_SMTP_SENDER": "varde@lyngfjord.example",
        "VARDE_ADDRESS": "https://varde.lyngfjord.example",
        "PYTHONWARNINGS": "default",
    }
    shown: list[str] = []
    with pytest.MonkeyPatch.context() as environment:
        for name, value in outside.items():
            environment.setenv(name, value)
        demo_for(settings, tmp_path_factory)
        with started(settings, folder / "log", "up", ready="/readyz") as address:
            with event_store(settings) as store:
                desk = desk_over(store, settings)
                tell_all(desk)
            shown += live(address)
            break_one(settings)
            shown += [Person(address, "rektor").gets(f"/saker/{BROKEN}/plan").text]
            shown += [str(Person(address, "administrator").gets("/admin/oppbevaring").status_code)]
            wait_for_mail(mailbox)
    return settings, folder / "log", shown


def tell_all(desk: Desk) -> None:
    """Every kind of fact, with the word in all that is sealed; and a principal who can be written to."""
    staff = {proposed(command): command for command in STREAMS[Stream.STAFF_MEMBER].commands}
    registered = StaffMemberRegistered(person=NEWCOMER, name=WORD, email="ny.rektor@lyngfjord.example")
    role = StaffRoleAssigned(role=Role.PRINCIPAL, at_school=SCHOOL.orgnr, from_date=date(2026, 8, 1))
    for fact in (registered, role):
        assert tell(desk, Stream.STAFF_MEMBER, staff_stream(NEWCOMER), staff[type(fact)], fact, word=None)
    opening = (ConcernReceived, ReportedToPrincipal, CaseOpened)
    for stream, stream_id, first in (
        (Stream.CASE, CASE, opening),
        (Stream.CASE, BROKEN, opening),
        (Stream.HEIGHTENED_CASE, GRAVE, (HeightenedReportReceived,)),
    ):
        kinds = {proposed(command): command for command in STREAMS[stream].commands}
        rest = [kind for kind in kinds if kind not in first and not kind.__name__.endswith(LAST)] if stream_id != BROKEN else []
        ending = [kind for kind in kinds if kind.__name__ == "CaseClosed" and stream_id == CASE]
        told = [kind for kind in (*first, *rest, *ending) if tell(desk, stream, stream_id, kinds[kind], example(kind))]
        assert len(told) > (1 if stream_id == BROKEN else 20), told


def tell(desk: Desk, stream: Stream, stream_id: UUID, command: Any, fact: Any, word: str | None = WORD) -> bool:
    now = system_clock() - timedelta(hours=1)
    own = {
        "pupil": PUPIL,
        "case_handler": HANDLER,
        "principal": PRINCIPAL,
        "reported_by": TEACHER,
        "suspected": Suspected.EMPLOYEE,
        "suspected_person": SUSPECTED,
        "received_by_owner": False,
    }
    fitting = msgspec.structs.replace(fact, **{name: value for name, value in own.items() if hasattr(fact, name)})
    request = Request(
        stream=stream,
        stream_id=stream_id,
        command=command(fact=fitting if word is None else sealed_saying(fitting, word)),
        actor=Actor(ref=TEACHER, role=Role.FORM_TEACHER),
        occurred_at=now,
        known_at=now,
        school=SCHOOL.orgnr,
        history=True,
    )
    try:
        desk.application.handle(request)
    except Refused:
        return False
    return True


def live(address: str) -> list[str]:
    """What people do through the pages, rightly and wrongly. Returns what they were shown."""
    principal, teacher, child = Person(address, "rektor"), Person(address, "laerer"), Person(address)
    case, heard = f"/saker/{CASE}", f"/saker/{CASE}/skjema/case.PupilHeard"
    shown = [principal.gets(f"{case}{page}").text for page in ("", "/plan", "/dokumenter", "/parter", "/plikter", "/utskrift")]
    said = {"form": "conversation", "outcome": "stated_view", "weight": "heavy", "view": f"{WORD} sa hun"}
    shown.append(principal.sends(heard, **said).text)
    principal.sends(heard, **{**said, "weight": WORD, "occurred_on": WORD, "pupil": WORD})
    principal.sends(heard, **said, **{WORD: WORD})
    principal.sends(heard, **said, save_draft="1")
    photo = {"files": (f"{WORD}.jpg", picture(), "image/jpeg")}
    principal.sends(f"{case}/legg-ved", kind="photo", title=WORD, files=photo)
    principal.sends(f"{case}/legg-ved", kind="photo", title=WORD, files={"files": (f"{WORD}.pdf", WORD.encode(), "text/plain")})
    teacher.sends("/meld/bekymring", pupil=str(PUPIL), own_words=WORD, facts=WORD, arena="schoolyard")
    teacher.sends("/meld/bekymring", pupil=WORD, own_words=WORD, arena=WORD)
    teacher.sends("/meld/ansatt", pupil=str(PUPIL), suspected=str(SUSPECTED), content=WORD)
    teacher.sends("/meld/ansatt", pupil=str(PUPIL), suspected=WORD, content=WORD)
    told = child.sends(
        "/si-fra", school=SCHOOL.orgnr, words=WORD, teller="me", name=WORD, about=WORD, doer="pupils", wants_answer="1"
    )
    code = " ".join(re.findall(r"<span>([a-z]{4})</span>", told.text)[:4])
    shown.append(child.sends("/si-fra/samtale", code=code).text)
    shown.append(child.sends("/si-fra/samtale", message=WORD, words=WORD, text=WORD).text)
    child.sends("/si-fra/samtale", code=WORD)
    Person(address, "forelder").sends("/foresatt/si-fra", words=WORD)
    child.sends("/logg-inn", login=WORD, password=WORD)
    for path in (
        f"/saker?sok={WORD}",
        f"/{WORD}",
        f"/saker/{WORD}",
        f"/kiosk/{WORD}",
        f"/saker/{CASE}/skjema/{WORD}",
        f"/kalender/{WORD}.ics",
    ):
        principal.gets(path)
        child.gets(path)
    requests.post(f"{address}/logg-inn", data=WORD.encode() * 20_000, headers={"Connection": "close"}, timeout=60)
    principal.http.post(f"{address}/api/v1/matters/{CASE}/events/case.PupilHeard", json={"fact": {WORD: WORD}}, timeout=60)
    principal.http.post(f"{address}/api/v1/matters/{CASE}/events/{WORD}", data=f'{{"{WORD}'.encode(), timeout=60)
    principal.http.get(f"{address}/logg-inn", headers={"X-Varde": WORD, "Cookie": f"varde={WORD}", "User-Agent": WORD}, timeout=60)
    return shown


def break_one(settings: Settings) -> None:
    """Let a case, and a page, fail while they are read: an event of each comes from a later program."""
    database = Insider(store_settings(settings).events, settings.tenant, "events")
    for stream_id, version in ((BROKEN, 3), (municipality_stream(settings.tenant), 1)):
        stored = msgspec.msgpack.decode(database.state(stream_id, version), type=Stored)
        later = msgspec.structs.replace(stored, class_version=99)
        database.put(stream_id, version, msgspec.msgpack.encode(later))


def wait_for_mail(mailbox: Controller) -> None:
    """Give the reactions the time to tell whoever is to be told."""
    deadline = time.monotonic() + 60
    while not mailbox.handler.taken and time.monotonic() < deadline:
        time.sleep(0.5)


def test_those_with_the_right_were_shown_the_words(lived: tuple[Settings, Path, list[str]]):
    assert sum(WORD in page for page in lived[2]) >= 5
    assert any("Noe i saken kan ikke leses" in page for page in lived[2])
    assert "503" in lived[2]


def test_a80_no_line_that_any_process_wrote_holds_sealed_text(lived: tuple[Settings, Path, list[str]]):
    log = lived[1].read_text()
    assert "Traceback" in log
    assert "record.record_form" in log
    assert [line for line in log.splitlines() if WORD.lower() in line.lower()] == []


def test_a60_no_file_of_the_installation_holds_sealed_text(lived: tuple[Settings, Path, list[str]]):
    """Neither the events and their keys, read model, notices, drafts, accounts, sessions, the vault nor what the log left open."""
    folder = lived[0].home
    names = {one.name for one in folder.rglob("*")}
    assert {"events.sqlite", "keys.sqlite", "read_model.sqlite", "notices.sqlite", "accounts.sqlite", "sessions.sqlite"} <= names
    assert files_that_hold(folder, WORD) == []


def test_a60_no_table_holds_sealed_text_however_its_file_is_packed(lived: tuple[Settings, Path, list[str]]):
    looked = 0
    for file in lived[0].home.rglob("*"):
        if file.suffix == ".duckdb":
            with duckdb.connect(str(file), read_only=True) as warehouse:
                for schema, table in warehouse.sql("SELECT table_schema, table_name FROM information_schema.tables").fetchall():
                    rows = warehouse.sql(f'SELECT * FROM "{schema}"."{table}"').fetchall()  # noqa: S608 - the file's own names
                    assert WORD not in str(rows), table
                    looked += 1
        elif file.suffix == ".sqlite":
            with sqlite3.connect(file) as database:
                for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                    rows = database.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - as above
                    assert WORD not in str(rows), f"{file.name} {table}"
                    looked += 1
            database.close()
    assert looked > 20


def test_a73_no_mail_and_no_message_to_another_system_holds_sealed_text(
    lived: tuple[Settings, Path, list[str]], mailbox: Controller
):
    told = [email.message_from_bytes(one) for one in mailbox.handler.taken]
    assert told
    assert not [one for one in told if WORD in str(one) or WORD in str(one.get_payload(decode=True))]
    with event_store(lived[0]) as store:
        assert not [one for one in store.facts(CASE) if WORD.encode() in message(one, uuid4()).body]
