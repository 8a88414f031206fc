"""A case in which one word stands in every sealed kind of place, most of it put there through the pages; and its disposal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid5

import msgspec
from attachments.test_attachment_pages import attach
from attachments.test_inspection import picture
from attacks.sealed_text import sealed_saying
from builders import example
from disposal.canary import CASE, WORD
from disposal_steps import closed
from letter_pages.at_the_desk import letter
from packages.at_the_counter import ADDRESS, asked_for_access, made
from record.forms_by_hand import opened, sends, skjema
from town import Town, Visitor, matter, person

from events.archive import ErasureRequested
from events.base import Event, Stream
from events.disclosure import DisclosureRequested
from events.lists.access import DisposalBasis
from events.lists.measures import ClosingReason
from events.sealing import RetentionClass
from services.case_service.domain.command import Refused
from services.case_service.streams import access_stream
from texts.case_number import case_number

FOLDER = f"/saker/{CASE}"
BESIDE = (Stream.ENFORCEMENT, Stream.AVVIK, Stream.PHYSICAL_INTERVENTION, Stream.SURVEY, Stream.ACCESS)
"""Streams whose text is sealed under the keys of the case that they belong to."""

OTHERWISE = {
    "CaseClosed",
    "CaseOpened",
    "CaseReopened",
    "CaseJoined",
    "CaseSplit",
    "DisposalApproved",
    "DisposalStopped",
    "Disposed",
}
"""What makes the case another one, or takes its disposal ahead. It is closed in the end."""

LAST = ("Closed", "Decided", "Lifted")
WAITS = (DisclosureRequested, ErasureRequested)
"""What would stand against a disposal until it is answered."""

OWN = {"pupil": person("elev"), "case": CASE, "case_handler": person("saksbehandler"), "of_subject": matter("annen-sak")}
"""Whom and what the facts are about. A hold is on another case, for one on this would stand against its disposal."""

CHANGED: tuple[dict[str, Any], ...] = (
    {},
    {"measure": uuid5(CASE, "tiltak")},
    {"plan_version": 2},
    {"plan_version": 3},
    {"until": date(2030, 1, 1)},
    {"until": datetime(2030, 1, 1, tzinfo=UTC)},
    {"new_date": date(2030, 1, 1), "answer_by": date(2030, 1, 1)},
    {"amount": 1},
)
"""What an example may need to be taken by the history that is there."""


def plant(town: Town) -> None:
    """Everything that people do with the case, with the word wherever somebody writes; then it is closed as an error."""
    rektor = town.comes("rektor")
    told = sum(_tell_all(town, stream) for stream in (Stream.CASE, *BESIDE))
    assert told > 100, told
    _write(rektor)
    assert WORD.encode() in made(town, asked_for_access(town, name="to-be-answered"), statement=f"Redegjørelse om {WORD}")
    assert WORD in rektor.get(ADDRESS).text + rektor.get(FOLDER).text
    for path in ("", "/plan", "/dokumenter", "/parter", "/plikter", "/utskrift", "/saksrapport.pdf", "/tidslinje", "/historie"):
        assert rektor.get(f"{FOLDER}{path}").data
    for path in ("/saker", f"/saker?sok={WORD}", "/varsler", f"/{WORD}", f"{FOLDER}/skjema/{WORD}"):
        assert rektor.get(path).data
    closed(town, "sak", ClosingReason.REGISTERED_IN_ERROR)


def dispose(town: Town) -> Visitor:
    """The whole case goes by two people, on the pages. Returns the archivist, who comes back to it."""
    archivist, owner = town.comes("arkivar"), town.comes("skoleeier")
    proposal = {
        "number": case_number(CASE),
        "retention": RetentionClass.PRESERVED.value,
        "basis": DisposalBasis.REGISTERED_IN_ERROR.value,
        "provision": "Arkivforskrifta § 3",
    }
    proposed = archivist.post("/admin/kassasjon/foresla", proposal)
    assert proposed.status_code == 303, proposed.text
    page = proposed.headers["Location"]
    assert owner.post(f"{page}/godkjenn", {"confirm": "1"}, page=page).status_code == 303
    assert archivist.get(f"{page}/attest.pdf").status_code == 200
    town.server.clock.go(timedelta(minutes=10))
    return archivist


def _tell_all(town: Town, stream: Stream) -> int:
    """Every kind of fact that the stream takes, with the word in all that is sealed. Returns how many were taken."""
    kinds = [kind for of, kind in town.commands if of is stream and kind.__name__ not in OTHERWISE and kind not in WAITS]
    kinds.sort(key=lambda kind: kind.__name__.endswith(LAST))
    return sum(_told(town, stream, kind) for kind in kinds)


def _told(town: Town, stream: Stream, kind: type[Event]) -> bool:
    stream_id = {Stream.CASE: CASE, Stream.ACCESS: access_stream(CASE)}.get(stream, uuid5(CASE, stream))
    fact = example(kind)
    for changed in CHANGED:
        given = {name: value for name, value in {**OWN, **changed}.items() if hasattr(fact, name)}
        try:
            town.happens(stream, stream_id, sealed_saying(msgspec.structs.replace(fact, **given), WORD), case_id=CASE)
        except Refused:
            continue
        return True
    return False


def _write(rektor: Visitor) -> None:
    """What a leader writes on the pages: a talk, a draft, a file, a letter; and what she is refused."""
    heard = skjema(CASE, "case.PupilHeard")
    said = {"form": "written", "outcome": "stated_view", "view": f"{WORD} sa hun"}
    assert sends(rektor, heard, opened(rektor, heard), **said).status_code == 303
    assert sends(rektor, heard, opened(rektor, heard), **{**said, "outcome": WORD}).status_code == 422
    assert sends(rektor, heard, opened(rektor, heard), view=f"Kladd om {WORD}", save_draft="1").status_code == 303
    photo = picture(size=(900, 700), comment=WORD.encode() * 3)
    assert WORD.encode() in photo
    assert attach(rektor, photo, title=f"Bilde av {WORD}").status_code == 303
    sent = letter(rektor, "annet").sends(heading=f"Om {WORD}", body=f"Til foresatte: {WORD} har det bra.")
    assert sent.status_code == 303
