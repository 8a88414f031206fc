import os
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from builders import example
from PIL import Image

from events import Actor, Stream
from events.documents import DocumentAdded
from events.lists.people import Role
from services.case_service.application import Request
from services.case_service.attachments.vault import ORPHANED_AFTER
from services.case_service.domain.shared_commands import AddDocument

OLD = timedelta(seconds=ORPHANED_AFTER, days=1)


def photo():
    out = BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, "PNG")
    return out.getvalue()


def laid_down(town, case):
    kept = town.desk.vault.keep(photo(), subject=case)
    os.utime(town.desk.vault._place(kept.id), (town.now.timestamp(),) * 2)
    return kept


def told_of(town, case, kept):
    request = Request(
        stream=Stream.CASE,
        stream_id=case,
        command=AddDocument(fact=example(DocumentAdded)),
        actor=Actor(ref=town[Role.PRINCIPAL], role=Role.PRINCIPAL),
        occurred_at=town.now,
        known_at=town.now,
        attachments=(kept,),
        history=True,
    )
    town.desk.application.handle(request)


def test_a_file_of_a_form_that_was_never_sent_goes_and_one_that_an_event_tells_of_stays(town):
    case = uuid4()
    told, left = laid_down(town, case), laid_down(town, case)
    told_of(town, case, told)
    town.go(seconds=OLD.total_seconds())

    town.follower().once()

    assert town.desk.vault.holds(told)
    assert not town.desk.vault.holds(left)


def test_files_are_looked_through_once_a_day_by_whoever_comes_first(town):
    town.follower().once()
    left = laid_down(town, uuid4())
    os.utime(town.desk.vault._place(left.id), ((town.now - OLD).timestamp(),) * 2)

    town.go(hours=23)
    town.follower().once()
    assert town.desk.vault.holds(left)

    town.go(hours=1)
    town.follower().once()
    assert not town.desk.vault.holds(left)
