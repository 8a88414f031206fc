"""One page tells a case with Statsforvalteren: what is next and by when, what is asked and ordered, what a fine amounts to."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid5

import pytest
from record.forms_by_hand import opened, sends
from town import NOW, Town, matter, person

from events.base import Stream
from events.enforcement import (
    AccountApproved,
    AccountSent,
    CoerciveFineImposed,
    CoerciveFineReduced,
    CoerciveFineStopped,
    CoerciveFineWarned,
    ComplaintToUdirLodged,
    DeadlineExtended,
    DeadlineExtensionRequested,
    OrderItemCompleted,
    OrderItemIssued,
    ReportedToStatsforvalter,
    StatsforvalterCaseClosed,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
    StatsforvalterMeetingHeld,
    StatsforvalterRequestedInformation,
    UdirDecided,
)
from events.lists.access import Purpose
from events.lists.decisions import (
    AuthorityCaseEnd,
    Complainant,
    FineStop,
    FineUnit,
    StatsforvalterDecision,
    UdirOutcome,
)
from events.lists.people import Reporter, Role

CASE = matter("sak")
HERE = matter("tilsyn")
ADDRESS = f"/tilsyn/{HERE}/statsforvalter"
REQUEST, FIRST, SECOND = (uuid5(HERE, name) for name in ("request", "first", "second"))
TODAY = NOW.date()

REPORTED = ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN, raised_with_principal_on=TODAY, theme="Skolen gjør ikke nok.")
ASKED = StatsforvalterRequestedInformation(
    request=REQUEST, answer_by=TODAY + timedelta(days=14), questions=("Hva har skolen gjort?", "Hvordan er eleven hørt?")
)
DECIDED = StatsforvalterDecisionReceived(
    decision=StatsforvalterDecision.ORDER_TO_CORRECT,
    measures_duty_met=False,
    plan_duty_met=True,
    items=(FIRST,),
    due_on=TODAY + timedelta(days=42),
    reference="2027/114",
    reasons="Tiltakene svarer ikke på det eleven forteller.",
)
ISSUED = OrderItemIssued(item=FIRST, due_on=TODAY + timedelta(days=42), text="Undersøk hvordan eleven har det.")
VESTLAND = CoerciveFineImposed(amount=25_000, unit=FineUnit.WEEK, runs_from=date(2027, 3, 15))


def told(town: Town, *facts) -> Town:
    town.happens(Stream.ENFORCEMENT, HERE, *facts, case_id=CASE)
    return town


def page(town: Town, login: str = "rektor", query: str = "") -> str:
    answer = town.comes(login).get(ADDRESS + query)
    assert answer.status_code == 200, answer.status_code
    return answer.text


def section(text: str, name: str) -> str:
    return text.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_the_next_step_and_its_date_stand_first(town: Town):
    text = page(told(town, REPORTED, ASKED))
    assert text.index('aria-labelledby="next"') < text.index('aria-labelledby="asked"')
    assert "17.3.2027, 14 dager igjen" in section(text, "next")
    assert f"/tilsyn/{HERE}/skjema/enforcement.AccountApproved?request={REQUEST}" in section(text, "next")
    assert f"/saker/{CASE}/pakke/{REQUEST}" in section(text, "next")
    assert section(text, "asked").count("ikke besvart") == len(ASKED.questions)


def test_more_time_moves_the_date_and_the_first_one_is_still_seen(town: Town):
    later = TODAY + timedelta(days=21)
    more = DeadlineExtensionRequested(request=REQUEST, new_date=later, reason="Eleven skal høres først.")
    text = page(told(town, REPORTED, ASKED, more, DeadlineExtended(request=REQUEST, answer_by=later)))
    assert "24.3.2027, 21 dager igjen" in section(text, "next")
    assert "Opprinnelig frist var 17.3.2027" in section(text, "asked")


def test_an_account_that_is_sent_answers_every_question_and_lacks_what_was_not_written_down(town: Town):
    text = page(told(town, REPORTED, ASKED, AccountSent(request=REQUEST)))
    assert section(text, "asked").count("besvart i redegjørelsen") == len(ASKED.questions)
    assert "uten at det står at den er godkjent" in section(text, "gaps")
    approved = AccountApproved(request=REQUEST, approved_by=person("skoleeier"))
    other = told(town, AccountSent(request=REQUEST, package_sha256="0" * 64), approved)
    assert "venter på Statsforvalteren" in section(page(other), "next")


def test_a_decision_tells_of_both_duties_and_its_items_are_followed_one_by_one(town: Town):
    text = page(told(town, REPORTED, DECIDED, ISSUED))
    decision, orders = section(text, "decision"), section(text, "orders")
    assert "Pålegg om retting" in decision
    assert "2027/114" in decision
    assert decision.index("Ikke oppfylt") < decision.index("Oppfylt")
    assert "Undersøk hvordan eleven har det." in orders
    assert "14.4.2027, 42 dager igjen" in orders


def test_an_item_that_only_the_decision_names_is_missing_its_text(town: Town):
    text = page(told(town, REPORTED, DECIDED))
    assert "det står ikke hva det sier" in section(text, "gaps")


def test_events_of_the_case_are_chosen_as_evidence_and_shown_to_those_who_may_read_them(town: Town):
    told(town, REPORTED, DECIDED, ISSUED)
    principal, path = town.comes("rektor"), f"/tilsyn/{HERE}/skjema/enforcement.OrderItemCompleted"
    heard = next(one.envelope.event_id for one in town.events(CASE) if one.topic == "case.PupilHeard")
    form = opened(principal, f"{path}?item={FIRST}")
    assert form["item"] == [str(FIRST)]
    answer = sends(principal, path, form, evidence="Eleven er hørt.", evidence_events=[str(heard)])
    assert answer.headers["Location"] == ADDRESS
    assert f"/saker/{CASE}/hendelser/{heard}" in section(page(town), "orders")
    assert f"/saker/{CASE}/hendelser/{heard}" in town.comes("rektor").get(f"/tilsyn/{HERE}").text


def test_who_may_not_read_the_case_is_told_that_there_is_evidence_and_offered_none(town: Town):
    heard = next(one.envelope.event_id for one in town.events(matter("sak-b")))
    told(town, REPORTED, DECIDED, ISSUED, OrderItemCompleted(item=FIRST, evidence="Hørt.", evidence_events=(heard,)))
    assert "en sak som du ikke har tilgang til" in section(page(town), "orders")
    told(town, OrderItemIssued(item=SECOND, text="Lag en plan."))
    shown = town.comes("raadgiver").get(f"/tilsyn/{HERE}/skjema/enforcement.OrderItemCompleted").text
    assert str(heard) not in shown


def test_an_item_without_evidence_from_the_case_is_a_gap(town: Town):
    text = page(told(town, REPORTED, DECIDED, ISSUED, OrderItemCompleted(item=FIRST, evidence="Gjort.")))
    assert "uten at noe i saken er valgt som bevis: Undersøk" in section(text, "gaps")
    assert "Meld tilbake" in section(text, "next")


@pytest.mark.parametrize(
    ("day", "amount"), [("2027-03-15", "0 kr"), ("2027-03-22", "25\u00a0000 kr"), ("2027-06-07", "300\u00a0000 kr")]
)
def test_a_fine_is_summed_as_of_any_day_with_the_reckoning(town: Town, day: str, amount: str):
    text = section(page(told(town, REPORTED, DECIDED, ISSUED, VESTLAND), query=f"?dag={day}"), "fine")
    assert f"<strong>{amount}</strong>" in text
    assert "25\u00a0000 kr per uke" in text


def test_a_reduction_and_a_stop_stand_in_the_reckoning_beside_the_total_that_the_authority_stated(town: Town):
    reduced = CoerciveFineReduced(amount=10_000, unit=FineUnit.WEEK, from_date=date(2027, 3, 29))
    stopped = CoerciveFineStopped(stopped_on=date(2027, 4, 12), ground=FineStop.ORDERS_CARRIED_OUT, total=60_000)
    told(town, REPORTED, DECIDED, ISSUED, VESTLAND, reduced, stopped)
    text = section(page(town, query="?dag=2027-05-01"), "fine")
    assert "<strong>60\u00a0000 kr</strong>" in text
    assert "Varde regner 70\u00a0000 kr" in text
    assert "stanset" in text


def test_the_page_shows_the_case_as_it_stood_on_a_day_and_nothing_of_what_came_later(town: Town):
    told(town, REPORTED)
    town.server.clock.now = NOW + timedelta(days=5)
    told(town, ASKED)
    then = page(town, query=f"?dag={TODAY.isoformat()}")
    assert "Slik sto saken da 3.3.2027 var over" in then
    assert "Hva har skolen gjort?" not in then
    assert "/skjema/enforcement." not in section(then, "next")
    assert "Hva har skolen gjort?" in page(town)


@pytest.mark.parametrize("written", ["31.2.2027", "snart"])
def test_a_day_that_is_none_is_named_and_today_is_shown(town: Town, written: str):
    answer = told(town, REPORTED, ASKED).comes("rektor").get(f"{ADDRESS}?dag={written}")
    assert answer.status_code == 422
    assert 'aria-describedby="dag-error"' in answer.text
    assert "Hva har skolen gjort?" in answer.text


def test_the_way_from_the_request_to_the_end_leaves_nothing_to_do(town: Town):
    facts = (
        REPORTED,
        ASKED,
        AccountApproved(request=REQUEST, approved_by=person("skoleeier")),
        AccountSent(request=REQUEST, package_sha256="0" * 64),
        StatsforvalterMeetingHeld(participants=(), minutes="Eleven skal høres på nytt."),
        DECIDED,
        ISSUED,
        CoerciveFineWarned(amount=25_000, unit=FineUnit.WEEK, answer_by=TODAY + timedelta(days=7)),
        OrderItemCompleted(item=FIRST, evidence="Gjort."),
        StatsforvalterFollowUpSent(all_items_completed=True, content="Alt er gjort."),
        ComplaintToUdirLodged(complainant=Complainant.GUARDIAN),
        UdirDecided(outcome=UdirOutcome.UPHELD),
    )
    assert "Skriv ned når Statsforvalteren avslutter saken" in section(page(told(town, *facts)), "next")
    text = page(told(town, StatsforvalterCaseClosed(ground=AuthorityCaseEnd.ORDERS_CARRIED_OUT)))
    assert "Statsforvalteren har avsluttet saken" in section(text, "next")
    assert "Klage avgjort av Udir" in section(text, "complaint")


def test_a_warning_is_to_be_answered_by_its_date(town: Town):
    warned = CoerciveFineWarned(amount=25_000, unit=FineUnit.WEEK, answer_by=TODAY - timedelta(days=1))
    text = section(page(told(town, REPORTED, DECIDED, ISSUED, warned)), "next")
    assert "Svar på varselet om tvangsmulkt" in text
    assert "1 dag over fristen" in text


def test_the_school_works_on_meanwhile_and_the_page_leads_there(town: Town):
    text = section(page(told(town, REPORTED, ASKED)), "next")
    assert f'href="/saker/{CASE}"' in text


def test_from_the_pupils_case_the_way_leads_to_the_case_with_statsforvalteren_or_to_its_beginning(town: Town):
    there = f"/saker/{CASE}/statsforvalter"
    assert f"/saker/{CASE}/ny/tilsyn" in town.comes("rektor").get(there).text
    told(town, REPORTED)
    assert town.comes("rektor").get(there).headers["Location"] == ADDRESS


def test_to_whom_it_is_not_open_nobody_says_that_there_is_no_case_with_statsforvalteren(town: Town):
    told(town, REPORTED).gives(CASE, "revisor", Role.AUDITOR, Purpose.AUDIT)

    text = town.comes("revisor").get(f"/saker/{CASE}/statsforvalter").text

    assert "Ingen sak hos Statsforvalteren er åpnet for deg" in text
    assert "Om det finnes en, står ikke her." in text


@pytest.mark.parametrize(("language", "words"), [("nn", "Det Statsforvaltaren spør om"), ("en", "What Statsforvalteren asks")])
def test_the_page_is_written_in_every_language(town: Town, language: str, words: str):
    text = page(told(town, REPORTED, ASKED, DECIDED, ISSUED, VESTLAND), query=f"?sprak={language}")
    assert words in section(text, "asked")


@pytest.mark.parametrize("login", ["rektor-b", "fremmed", "laerer", "mor", "administrator"])
def test_to_others_there_is_no_such_page(town: Town, login: str):
    assert told(town, REPORTED, ASKED).comes(login).get(ADDRESS).status_code in {403, 404}


def test_reading_the_page_is_logged(town: Town):
    page(told(town, REPORTED, ASKED))
    assert [one.of_stream for one in town.of("access.ContentRead")] == [HERE]
