"""A rulebook that was adopted on the page judges everywhere: the case, my day, avvik by rule, and the warehouse."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from uuid import UUID, uuid4

from town import A, Town, person

from events.base import Stream
from events.concern import ConcernReceived, ReportedToPrincipal
from events.lists.concern import Certainty, Concern
from events.lists.people import Reporter
from services.case_service.reactions.follower import Follower
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse
from tests.compliance.local_books import BOOK, local_book

LIST = "/admin/regelsett"


def adopts(town: Town, source: str, *, version: int = 1) -> None:
    form = {
        "source": source,
        "book": BOOK if version > 1 else "",
        "version": str(version),
        "schools": A,
        "from_date": town.server.clock.now.date().isoformat(),
    }
    assert town.comes("skoleeier").post(f"{LIST}/vedta", form).status_code == 303


def concern(town: Town) -> UUID:
    case = uuid4()
    fact = ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words="ord")
    town.happens(Stream.CASE, case, fact, by="melder")
    return case


def told(town: Town, case: UUID) -> None:
    fact = ReportedToPrincipal(
        reported_by=person("melder"), principal=person("rektor"), certainty=Certainty.SUSPICION, pupil_informed=True, content="ord"
    )
    town.happens(Stream.CASE, case, fact, by="melder")


def raised(town: Town) -> list[str]:
    return [one.rule for one in town.of("avvik.AvvikRaised") if one.rule is not None and one.rule.startswith(BOOK)]


def test_a_missed_limit_of_an_adopted_rule_becomes_one_avvik(town: Town):
    follower = Follower(town.server.desk, town.server.desk.notices)
    follower.once()
    adopts(town, local_book(due='kind = "hours", n = 4'))
    kept, missed = concern(town), concern(town)
    told(town, kept)

    for _ in range(3):
        town.server.clock.now += timedelta(hours=4)
        follower.once()
    Follower(town.server.desk, town.server.desk.notices).once()

    assert raised(town) == [f"{BOOK}.told-same-day"]
    duty = next(one for one in town.server.desk.read_model.obligations(case_ids=[missed]) if one.rulebook == BOOK)
    assert duty.verdict == "overdue"


def test_the_duty_stands_on_the_page_of_the_case_and_in_the_principals_day(town: Town):
    adopts(town, local_book())
    case = concern(town)

    assert "Rektor får vite det samme dag." in town.comes("rektor").get(f"/saker/{case}/plikter").text


def test_the_warehouse_has_the_same_duties_version_by_version(town: Town):
    adopts(town, local_book())
    first = concern(town)
    warehouse = Warehouse.open(town.home / "warehouse.duckdb", tenant="lyngfjord", memory_limit="256MB", threads=1)
    source = SqliteSource(town.home / "events.sqlite")
    with closing(source), warehouse:
        follows = Projector(source, warehouse, load_rulebooks(), Calendar())
        follows.once()
        town.server.clock.now += timedelta(days=3)
        adopts(town, local_book(due='kind = "hours", n = 4'), version=2)
        second = concern(town)
        follows.once()
        with warehouse.cursor() as cursor:
            query = "SELECT case_id, due_at FROM obligations WHERE rulebook = ? ORDER BY due_at"
            found = cursor.execute(query, [BOOK]).fetchall()

    shown = [
        (one.case_id, one.due_at.replace(tzinfo=None))
        for one in town.server.desk.read_model.obligations(schools=[A], undone_only=False)
        if one.rulebook == BOOK
    ]
    assert sorted(found) == sorted(shown)
    assert {first, second} < {case for case, _ in found}
