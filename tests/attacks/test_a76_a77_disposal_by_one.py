"""A76, A77: nobody has a preserved case erased by asking for it, and one person alone destroys nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from disposal.canary import CASE
from disposal_steps import lapsed
from town import CANARY, Town, person

from events.archive import Disposed
from events.base import Stream
from events.envelope import Actor
from events.lists.access import DisposalBasis, ErasureOutcome
from events.lists.people import Role
from events.sealing import UNREADABLE, RetentionClass
from services.case_service.application import Request
from services.case_service.disposal import disposal_stream
from services.case_service.domain.access.commands import Dispose
from services.case_service.domain.command import Refused
from services.case_service.store import KeyId
from texts.case_number import case_number

KEPT, NOTES = RetentionClass.PRESERVED, RetentionClass.WORKING_NOTE


def test_a76_a_request_for_erasure_of_a_preserved_case_gets_a_letter_and_destroys_nothing(town: Town) -> None:
    archivist, page = town.comes("arkivar"), "/admin/kassasjon/sletting"
    form = {"number": case_number(CASE), "requester": "Kari Mor", "came": "2027-03-01", "about": "Slett alt"}
    asked = archivist.post(page, form).headers["Location"]

    assert archivist.post(asked, {"sprak": "nn"}, page=asked).status_code == 303

    assert town.of("access.ErasureAnswered")[0].outcome is ErasureOutcome.REFUSED_PRESERVED
    assert all(town.server.desk.store.tombstone(KeyId(CASE, one)) is None for one in RetentionClass)
    assert CANARY in str([getattr(one.event, "own_words", "") for one in town.events(CASE)])


def test_a77_one_person_alone_destroys_nothing_by_page_or_command(town: Town) -> None:
    case = lapsed(town, "sak")
    archivist, page = town.comes("arkivar"), "/admin/kassasjon/foresla"
    form = {"number": case_number(case), "retention": NOTES.value, "basis": "retention_lapsed", "provision": "§ 3"}
    own = archivist.post(page, form).headers["Location"]

    assert archivist.post(f"{own}/godkjenn", {"confirm": "1"}, page=own).status_code == 422
    claimed = {"confirm": "1", "approved_by": str(person("skoleeier"))}
    assert archivist.post(f"{own}/godkjenn", claimed, page=own).status_code == 422
    for approvers in ((), (person("arkivar"),), (person("arkivar"), person("skoleeier"))):
        with pytest.raises(Refused):
            town.server.desk.application.handle(_alone(town, approvers))

    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None
    assert UNREADABLE not in str([getattr(one.event, "note", "") for one in town.events(case)])


def _alone(town: Town, approvers: tuple[object, ...]) -> Request:
    fact = Disposed(
        of_subject=CASE,
        retention=NOTES,
        basis=DisposalBasis.RETENTION_LAPSED,
        approvers=approvers,  # type: ignore[arg-type]
        receipt=str(uuid4()),
    )
    now = town.server.clock()
    actor = Actor(ref=person("arkivar"), role=Role.ARCHIVIST)
    return Request(
        stream=Stream.ACCESS,
        stream_id=disposal_stream(CASE),
        command=Dispose(fact=fact),
        actor=actor,
        occurred_at=now,
        known_at=now,
        case_id=CASE,
    )
