"""A word that stands in every sealed kind of place of one case, and all files of an installation in which it could be left."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from attacks.sealed_text import ways_to_write
from builders import example
from disposal_steps import approves, closed
from town import Town, Visitor, matter, person

from events.access import AccessGranted, LegalHoldLifted, LegalHoldPlaced
from events.base import Stream
from events.concern import ConcernReceived
from events.documents import DocumentAdded
from events.investigation import ConversationHeld
from events.lists.access import DisposalBasis, HoldGround, Purpose
from events.lists.concern import Concern
from events.lists.investigation import ConversationKind
from events.lists.measures import ClosingReason
from events.lists.people import Reporter, Role
from events.sealing import RetentionClass
from services.case_service.drafts import DraftPlace
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import Paragraph
from services.case_service.letters.typesetting import pdf
from services.case_service.notices.notice import Notice, NoticeKind
from services.case_service.streams import access_stream
from services.compliance.calendar import Calendar
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse
from texts import Language

WORD = "Gjokungeqzx"
CASE = matter("sak")


def planted(town: Town, home: Path) -> Path:
    """The word in events, a note, a file, a letter, a draft, reasons, a request; pages are read and a warehouse follows.

    Returns a copy of the key store from before.
    """
    desk = town.server.desk
    letter = desk.vault.keep(_paper(), subject=CASE)
    town.happens(
        Stream.CASE,
        CASE,
        ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words=f"{WORD} ble slått"),
        ConversationHeld(
            kind=ConversationKind.EXPOSED_PUPIL,
            person=person("elev"),
            held_by=person("saksbehandler"),
            purpose_explained=True,
            own_words=f"Jeg heter {WORD}",
            note=f"Notat om {WORD}",
        ),
    )
    town.happens(Stream.CASE, CASE, example(DocumentAdded, title=f"Brev til {WORD}"), attachments=(letter,))
    grant = AccessGranted(
        grant=uuid4(),
        person=person("arkivar"),
        role=Role.ARCHIVIST,
        to_stream=CASE,
        purpose=Purpose.ARCHIVE,
        reason=f"Om {WORD}",
    )
    hold = LegalHoldPlaced(hold=uuid4(), of_subject=CASE, ground=HoldGround.LEGAL_CLAIM, reason=f"Krav fra {WORD}")
    lifted = LegalHoldLifted(hold=hold.hold, of_subject=CASE, reason=f"Forlik med {WORD}")
    town.happens(Stream.ACCESS, access_stream(CASE), grant, hold, lifted, case_id=CASE)
    place = DraftPlace(writer=person("rektor"), matter=CASE, form="case.ConversationHeld")
    desk.drafts.save(place, {"own_words": [f"Kladd om {WORD}"]}, town.server.clock())
    notice = Notice(
        person=person("rektor"), kind=NoticeKind.DUE_SOON, cause="x", made_at=town.server.clock(), stream=Stream.CASE, about=CASE
    )
    desk.notices.add([notice])
    rektor = town.comes("rektor")
    assert WORD in rektor.get(f"/saker/{CASE}").text
    for path in (f"/saker/{CASE}/saksrapport.pdf", "/saker", f"/saker?sok={WORD}", "/varsler"):
        assert rektor.get(path).data
    closed(town, "sak", ClosingReason.REGISTERED_IN_ERROR)
    before = home / "copy-of-keys.bin"
    with closing(sqlite3.connect(home / "keys.sqlite")) as source, closing(sqlite3.connect(before)) as target:
        source.backup(target)
    _warehouse(home, town)
    return before


def disposed(town: Town) -> Visitor:
    """The whole case goes by two people. Returns the archivist, who comes back to it."""
    disposal = uuid4()
    how = {"retention": RetentionClass.PRESERVED, "basis": DisposalBasis.REGISTERED_IN_ERROR}
    approves(town, "arkivar", CASE, disposal, **how)
    archivist, owner = town.comes("arkivar"), town.comes("skoleeier")
    page = f"/admin/kassasjon/{disposal}"
    assert owner.post(f"{page}/godkjenn", {"confirm": "1"}, page=page).status_code == 303
    assert archivist.get(f"{page}/attest.pdf").status_code == 200
    town.server.clock.go(timedelta(minutes=10))
    return archivist


def wrapped_keys(keys: Path, subject: UUID) -> list[bytes]:
    """The wrapped keys of a subject as they lie in a key store's file."""
    with closing(sqlite3.connect(keys)) as db:
        found = db.execute("SELECT wrapped FROM keys WHERE subject = ? AND wrapped IS NOT NULL", (subject.hex,)).fetchall()
    return [bytes(row[0]) for row in found]


def hits(folders: list[Path], wanted: list[bytes], *, but: Path) -> dict[str, int]:
    """How often any of the bytes stands in the files under some folders, by file; ``but`` is left out."""
    files = [one for folder in folders for one in folder.rglob("*") if one.is_file() and one != but]
    found = {str(one): sum(one.read_bytes().count(each) for each in wanted) for one in files}
    return {name: count for name, count in found.items() if count}


def spellings() -> list[bytes]:
    """The ways in which the word could be written."""
    return list(dict.fromkeys(ways_to_write(WORD)))


def _paper() -> bytes:
    paper = Paper(
        language=Language.BOKMAL,
        municipality="Lyngfjord kommune",
        school="Aspetun skole",
        recipient=(WORD,),
        reference="1",
        dated=date(2027, 3, 3),
        title=WORD,
        blocks=(Paragraph(WORD),),
    )
    return pdf(paper)


def _warehouse(home: Path, town: Town) -> None:
    """A warehouse that has followed the whole log."""
    warehouse = Warehouse.open(home / "warehouse.duckdb", tenant="lyngfjord", memory_limit="256MB", threads=1)
    source = SqliteSource(home / "events.sqlite")
    try:
        Projector(source, warehouse, town.server.desk.rules, Calendar()).once()
    finally:
        source.close()
        warehouse.close()
