"""/admin/regelsett: everybody reads the rules; who sets up the municipality writes, tries, adopts and ends her own."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from town import NOW, A, Town, Visitor, matter, person

from events.base import Stream
from events.concern import ConcernReceived, ReportedToPrincipal
from events.lists.concern import Certainty, Concern
from events.lists.people import Reporter
from services.compliance.loading import load_rulebooks
from tests.compliance.local_books import BOOK, local_book
from texts.case_number import case_number

LIST = "/admin/regelsett"
NEW = f"{LIST}/ny"
TODAY = NOW.date()


def adopt(visitor: Visitor, source: str, *, book: str = "", version: int = 1, schools: tuple[str, ...] = (A,), **more: str):
    form = {"source": source, "book": book, "version": str(version), "schools": list(schools), "from_date": TODAY.isoformat()}
    return visitor.post(f"{LIST}/vedta", {**form, **more})


def concern(town: Town, *, after: timedelta = timedelta(), told: bool = False):
    case = uuid4()
    town.server.clock.now += after
    town.happens(
        Stream.CASE, case, ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words="ord"), by="melder"
    )
    if told:
        report = ReportedToPrincipal(
            reported_by=person("melder"),
            principal=person("rektor"),
            certainty=Certainty.SUSPICION,
            pupil_informed=True,
            content="x",
        )
        town.happens(Stream.CASE, case, report, by="melder")
    return case


def own_duties(town: Town, case):
    found = town.server.desk.read_model.obligations(case_ids=[case], undone_only=False)
    return [one for one in found if one.rulebook == BOOK]


@pytest.mark.parametrize("who", ["rektor", "laerer", "skoleeier", "administrator", "mor", "elev"])
def test_every_rulebook_and_every_rule_can_be_read(town: Town, who: str):
    visitor = town.comes(who)

    page = visitor.get(LIST).text
    assert all(book.head.title.nb in page for book in load_rulebooks().books)
    assert "Skriv en egen" in page if who in {"skoleeier", "administrator"} else "Skriv en egen" not in page
    for language in ("nb", "nn", "en"):
        for book in load_rulebooks().books:
            assert visitor.get(f"{LIST}/{book.head.id}?sprak={language}").status_code == 200
    rule = visitor.get(f"{LIST}/oyer/oyer.meeting-by-next-day?sprak=nb").text
    assert "Lørdag, søndag og helligdager telles ikke" in rule
    assert "1 virkedag" in rule
    assert visitor.get(f"{LIST}/ingen").status_code == visitor.get(f"{LIST}/oyer/oyer.ingen").status_code == 404


def test_every_rule_can_be_put_in_words_in_every_language(town: Town):
    visitor = town.comes("administrator")
    for bound in load_rulebooks().bound:
        assert visitor.get(f"{LIST}/{bound.rulebook}/{bound.rule.id}").status_code == 200, bound.rule.id


def test_whoever_works_at_a_school_sees_which_plan_it_follows(town: Town):
    assert "har ikke valgt noen plan" in town.comes("rektor").get(LIST).text
    town.comes("skoleeier").post(f"/admin/skoler/{A}/plan", {"rulebook": "oyer", "from_date": TODAY.isoformat()})

    assert "Aspetun skole følger denne planen" in town.comes("rektor").get(LIST).text


@pytest.mark.parametrize("who", ["rektor", "raadgiver", "laerer", "revisor", "mor", "elev"])
def test_nobody_else_writes_adopts_or_ends_a_rulebook(town: Town, who: str):
    visitor = town.comes(who)

    for path in (NEW, f"{LIST}/{BOOK}/ny-versjon", f"{LIST}/{BOOK}/avslutt"):
        assert visitor.get(path).status_code == 403
        assert visitor.post(path, {"source": local_book(), "action": "check"}).status_code == 403
    assert adopt(visitor, local_book()).status_code == 403
    assert town.of("municipality.LocalRulebookAdopted") == []


@pytest.mark.parametrize("start", ["", *(f"?fra={book.head.id}" for book in load_rulebooks().books if book.head.kind == "local")])
def test_what_one_begins_with_is_in_order(town: Town, start: str):
    visitor = town.comes("administrator")
    page = visitor.get(f"{NEW}{start}")
    source = page.text.split('<textarea class="ds-input" id="source"')[1].split(">\n", 1)[1].split("</textarea>")[0]

    answer = visitor.post(NEW, {"source": _plain(source), "action": "check"})

    assert answer.status_code == 200, answer.text
    assert "Teksten er i orden" in answer.text


def _plain(markup: str) -> str:
    for coded, plain in (("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        markup = markup.replace(coded, plain)
    return markup


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (local_book(due='kind = "same_dy"'), "Linje 15 (lyngfjord.told-same-day · due.kind): Varde kjenner ikke verdien"),
        (local_book() + "[[rule]\n", "Linje 17: En overskrift i hakeparentes er ikke lukket"),
        (local_book(book="oyer"), "tilhører en regelbok som følger med Varde"),
        (local_book().replace('kind = "local"', 'kind = "law"', 1), "Lov og nasjonal veiledning ligger fast"),
        (local_book() + "#" * 100_000, "for stor"),
        ("<script>alert(1)</script>", "Linje 1"),
        ("", "Feltet"),
    ],
)
def test_faults_are_told_by_line_in_the_readers_language_and_the_text_is_kept(town: Town, wrong: str, said: str):
    answer = town.comes("administrator").post(NEW, {"source": wrong, "action": "check"})

    assert answer.status_code == 422
    assert said in _plain(answer.text)
    assert "Traceback" not in answer.text
    assert "<script>alert" not in answer.text
    assert (wrong[:40] in _plain(answer.text)) or not wrong


def test_a_rule_is_added_with_a_form(town: Town):
    visitor = town.comes("administrator")
    form = {
        "source": local_book(),
        "action": "add",
        "name": 'Svar "innen" tre virkedager æøå',
        "section": "4.2",
        "duty": "investigate",
        "text_nb": 'Skolen svarer "raskt".\nAlltid.',
        "text_nn": "Skolen svarar.",
        "text_en": "The school answers.",
        "opens": "case.ConcernReceived",
        "clock": "known_at",
        "due": "working_days",
        "n": "3",
        "fulfils": "case.InvestigationPlanned",
        "miss": "warning",
    }

    assert visitor.post(NEW, {**form, "n": "mange"}).status_code == 422
    assert 'href="#text_nb"' in visitor.post(NEW, {**form, "text_nb": ""}).text
    page = _plain(visitor.post(NEW, form).text)

    assert 'id = "lyngfjord.svar-innen-tre-virkedager-aeoa"' in page
    source = page.split('id="source"')[1].split(">\n", 1)[1].split("</textarea>")[0]
    assert visitor.post(NEW, {"source": source, "action": "check"}).status_code == 200


def test_a_preview_holds_the_rules_against_what_has_happened_and_writes_nothing(town: Town):
    concern(town)
    concern(town, told=True)
    before = len(town.log())

    page = town.comes("skoleeier").post(NEW, {"source": local_book(due='kind = "hours", n = 4'), "action": "check"}).text

    assert "Rektor får vite det samme dag." in page
    assert "Én sak ville hatt en ny eller tidligere frist fremover." in page
    assert len([one for one in town.log()[before:] if one.topic != "access.ContentRead"]) == 0


def test_an_administrator_sees_counts_and_no_case(town: Town):
    case = concern(town)

    page = town.comes("administrator").post(NEW, {"source": local_book(), "action": "check"}).text

    assert case_number(case) not in page
    assert str(case) not in page
    assert "vises ikke, fordi du ikke har tilgang" in page


def test_an_adopted_rulebook_gives_duties_from_its_day_at_the_schools_that_follow_it(town: Town):
    owner = town.comes("skoleeier")
    answer = adopt(owner, local_book(), from_date=TODAY.isoformat())
    case = concern(town)

    assert answer.status_code == 303
    assert [one.school for one in own_duties(town, case)] == [A]
    assert town.server.desk.read_model.school(A).rulebook == BOOK
    fact = town.of("municipality.LocalRulebookAdopted")[0]
    assert (fact.approved_by, fact.source_toml) == (person("skoleeier"), local_book())
    assert "Lyngfjords plan" in owner.get(LIST).text
    assert own_duties(town, matter("sak-b")) == []


def test_what_is_sent_twice_is_adopted_once_and_an_old_number_is_refused(town: Town):
    owner = town.comes("skoleeier")

    assert [adopt(owner, local_book()).status_code for _ in range(2)] == [303, 303]
    assert adopt(owner, local_book(due='kind = "hours", n = 4'), book=BOOK, version=1).status_code == 422
    assert len(town.of("municipality.LocalRulebookAdopted")) == 1


def test_a_text_with_a_fault_is_not_adopted(town: Town):
    owner = town.comes("skoleeier")

    assert adopt(owner, local_book(due='kind = "same_dy"')).status_code == 422
    assert adopt(owner, local_book(), from_date="i morgen").status_code == 422
    assert adopt(owner, local_book(), schools=("999999999",)).status_code == 400
    assert town.of("municipality.LocalRulebookAdopted") == []
    assert town.of("school.RulebookChosen") == []


def test_a_second_version_sets_new_limits_for_what_comes_and_leaves_what_was(town: Town):
    owner = town.comes("skoleeier")
    adopt(owner, local_book())
    first = concern(town)
    before = own_duties(town, first)[0].due_at
    town.server.clock.now += timedelta(days=2)
    owner = town.comes("skoleeier")
    second = local_book(due='kind = "hours", n = 4')

    assert owner.post(f"{LIST}/{BOOK}/ny-versjon", {"source": second, "action": "check"}).status_code == 200
    assert adopt(owner, second, book=BOOK, version=2).status_code == 303
    later = concern(town)

    assert own_duties(town, first)[0].due_at == before
    assert own_duties(town, later)[0].due_at - own_duties(town, later)[0].opened_at == timedelta(hours=4)
    page = owner.get(f"{LIST}/{BOOK}").text
    assert "Versjon 2" in page
    assert "4 timer" in page
    assert "same_day" in owner.get(f"{LIST}/{BOOK}/versjon/1").text


def test_a_rulebook_that_is_ended_gives_no_new_duties_and_keeps_the_old(town: Town):
    owner = town.comes("skoleeier")
    adopt(owner, local_book())
    case = concern(town)

    assert owner.post(f"{LIST}/{BOOK}/avslutt", {"last_day": "2020-01-01"}).status_code == 422
    assert owner.post(f"{LIST}/{BOOK}/avslutt", {"last_day": TODAY.isoformat()}).status_code == 303
    later = concern(town, after=timedelta(days=2))

    assert len(own_duties(town, case)) == 1
    assert own_duties(town, later) == []
    assert "gjelder ikke i dag" in town.comes("skoleeier").get(LIST).text


def test_the_case_shows_the_duty_with_its_source(town: Town):
    adopt(town.comes("skoleeier"), local_book(valid_from=date(2024, 8, 1)), from_date="2026-08-01")

    page = town.comes("saksbehandler").get(f"/saker/{matter('sak')}/plikter").text

    assert "Rektor får vite det samme dag." in page
    assert "Plan for skolemiljø, Lyngfjord kommune" in page


def test_the_plan_can_be_chosen_for_another_school_as_well(town: Town):
    owner = town.comes("skoleeier")
    adopt(owner, local_book())

    assert owner.post("/admin/skoler/974620022/plan", {"rulebook": BOOK, "from_date": TODAY.isoformat()}).status_code == 303
    assert town.server.desk.read_model.school("974620022").rulebook == BOOK


def test_a_plan_is_offered_to_schools_once_and_not_after_it_has_ended(town: Town):
    owner = town.comes("skoleeier")
    adopt(owner, local_book())
    adopt(owner, local_book(due='kind = "hours", n = 4'), book=BOOK, version=2)
    offered = f'value="{BOOK}"'

    assert owner.get(f"/admin/skoler/{A}/plan").text.count(offered) == 1
    owner.post(f"{LIST}/{BOOK}/avslutt", {"last_day": TODAY.isoformat()})
    town.server.clock.now += timedelta(days=1)

    assert offered not in town.comes("skoleeier").get(f"/admin/skoler/{A}/plan").text
