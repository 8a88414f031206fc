"""From a teacher's report on a phone to a case that is closed on the pupil's own word, through the browser alone."""

from datetime import date, timedelta

PUPIL = "Kjellberg"
SOON = (date.today() + timedelta(days=14)).isoformat()  # noqa: DTZ011 - what a person types into a date field


def test_a_report_becomes_a_case_that_is_handled_to_its_end(walk):
    teacher = walk("laerer", phone=True).goes_to("/meld/bekymring")
    teacher.fills_in(wanted="Vebj").page.locator("[name=search]").click()
    teacher.page.wait_for_selector("[name=pupil]")
    teacher.fills_in(pupil="first", own_words="Han sier at de andre gjemmer sekken hans hver dag.", pupil_informed="yes")
    teacher.presses("Send meldingen")
    assert teacher.reads("mottatt") or teacher.reads("sendt")

    principal = walk("rektor").goes_to("/innboks")
    principal.page.locator("main a[href*='/innboks/']").first.click()
    principal.fills_in(serious="nei", serious_reason="Kjent fra i går; vi undersøker.", carry_on="ny", pupil_told="yes")
    principal.fills_in(case_handler="first")
    principal.sends("Registrer")

    teacher.goes_to("/mine-meldinger")
    assert teacher.reads("Gro Bergtun")

    handler = principal
    handler.goes_to("/saker").page.locator("main a[href^='/saker/']").first.click()
    handler.page.wait_for_load_state()
    handler.records("case.ReceiptLetterSent", informs_of_enforcement_right="yes")
    handler.records("case.InvestigationPlanned", what_is_known="Sekken blir gjemt.", methods="conversation")
    handler.records("case.KickoffMeetingHeld")
    handler.records("case.ConversationHeld", own_words="De gjemmer sekken min.")
    handler.records("case.PupilHeard", form="conversation", outcome="stated_view")
    handler.records("case.InformedOfEnforcementRight")
    handler.records("case.AnalysisConcluded", pupil_is_safe="no", levels="group")
    handler.records("case.FindingsShared")
    handler.records("case.BestInterestAssessed")
    handler.records("case.MeasureAdded", title="Fast voksen i garderoben", evaluate_on=SOON)
    handler.records("case.PlanAdopted")
    handler.records("case.MeasureExecuted", measure="first")
    handler.records("case.FollowUpHeld", experience="7", own_words="Det er bedre nå.")
    handler.records("case.MeasureEvaluated", measure="first", effect="works", conclusion="ended")
    handler.records("case.PlanEvaluated", effect="works", pupil_is_safe="yes")
    handler.records("case.SafetyConfirmed", own_words="Jeg har det bra.", pupil_is_safe="yes", experience="9")
    handler.records("case.FollowUpAgreed")
    handler.records("case.CaseClosed", reason="safe", pupil_agrees="yes", explanation="Eleven sier selv at det er trygt.")

    handler.goes_to(handler.case)
    assert handler.reads("Avsluttet")
    handler.goes_to(f"{handler.case}/plikter")
    assert handler.reads("Hør") or handler.reads("hørt")


def test_a_report_against_a_principal_goes_past_the_school_to_the_owner(walk):
    """§ 12-5 andre ledd."""
    owner = walk("skoleeier").goes_to("/eierinnboks")
    before = owner.page.locator("main a[href*='/skjerpet/']").count()
    teacher = walk("laerer2").goes_to("/meld/ansatt")
    teacher.fills_in(wanted="Vebj").page.locator("[name=search]").click()
    teacher.page.wait_for_selector("[name=pupil]")
    principal = teacher.page.locator("[name=suspected] option", has_text="Gro Bergtun").get_attribute("value")
    teacher.fills_in(pupil="first", suspected=principal, content="Jeg så at eleven ble holdt hardt i armen.")
    teacher.sends("Meld straks")

    owner.goes_to("/eierinnboks")
    links = owner.page.locator("main a[href*='/skjerpet/']")
    assert links.count() == before + 1
    path = links.first.get_attribute("href")
    suspected = walk("rektor").goes_to("/innboks")
    assert suspected.page.locator("main a[href*='/skjerpet/']").count() == 0
    suspected.page.goto(path)
    assert suspected.reads("finnes ikke")

    owner.goes_to(path)
    for topic, given in (
        ("heightened.EmployeeInformedAndHeard", {"union_representative_present": "yes"}),
        ("case.PupilHeard", {"form": "through_trusted_adult", "outcome": "stated_view", "offered_trusted_adult": "yes"}),
        ("heightened.HeightenedCaseConcluded", {"outcome": "grounded", "pupil_is_safe": "no"}),
        ("case.MeasureAdded", {"title": "Eleven får en annen voksen", "evaluate_on": SOON}),
        ("case.PlanAdopted", {}),
        ("heightened.PersonnelFileReferenced", {"reference": "P-2026-17"}),
    ):
        owner.records(topic, **given)
    owner.goes_to(path)
    assert owner.reads("Plan")


def test_whoever_has_no_login_tells_and_talks_with_the_school_by_a_code(walk):
    child = walk(phone=True).goes_to("/si-fra")
    school = child.page.locator("[name=school] option", has_text="Myrtun").get_attribute("value")
    child.fills_in(school=school, words="De ler av meg i garderoben hver dag.", teller="me", doer="pupils", wants_answer="yes")
    child.presses("Send")
    code = child.page.locator("main code, main [data-code], main .code").first.inner_text().strip()
    assert code

    principal = walk("rektor").goes_to("/innboks")
    stream = next(path for path in _inbox(principal) if "De ler av meg i garderoben" in principal.goes_to(path).text)
    principal.goes_to(stream.replace("/innboks/", "/saker/") + "/dialog")
    principal.page.locator("main textarea").first.fill("Takk for at du sa fra. Vil du snakke med helsesykepleier?")
    principal.page.locator("main form:has(textarea) button[type=submit]").first.click()
    principal.page.wait_for_load_state()

    child.goes_to("/si-fra/samtale").fills_in(code=code)
    child.page.locator("main form:has([name=code]) button[type=submit]").first.click()
    child.page.wait_for_load_state()
    assert child.reads("Vil du snakke med helsesykepleier?")


def _inbox(principal):
    principal.goes_to("/innboks")
    return [link.get_attribute("href") for link in principal.page.locator("main a[href*='/innboks/']").all()]
