"""What the municipality decides for all its schools, and what it cannot decide."""

from datetime import date
from hashlib import sha256

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.lists.concern import OwnerChannel
from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from events.municipality import (
    AvvikSystemChosen,
    LetterTemplateAdopted,
    LocalRulebookAdopted,
    RetentionRuleSet,
    TextChanged,
    WebhookRegistered,
    WebhookRemoved,
)
from events.sealing import RetentionClass
from services.case_service.domain.municipality.commands import (
    AdoptLetterTemplate,
    AdoptLocalRulebook,
    ChangeText,
    ChooseAvvikSystem,
    RegisterWebhook,
    RemoveWebhook,
    SetRetentionRule,
)
from services.case_service.domain.municipality.refusals import (
    CasesArePreserved,
    NotSecure,
    RulebookChangedOnTheWay,
    RulebookVersionTaken,
    TemplateVersionTaken,
    UnknownKindOfEvent,
    UnknownWebhook,
    WebhookExists,
)
from services.case_service.domain.municipality.state import avvik_system_on
from services.case_service.domain.refusals import NumberTooSmall

RULEBOOK = '[rulebook]\nid = "lyngfjord"\n'
HOOK = example(WebhookRegistered, url="https://example.test/varde", topics=("case.CaseClosed",))


def given(*events):
    return given_in(*events, stream=Stream.MUNICIPALITY)


def template(version, letter=Letter.PLAN):
    return example(LetterTemplateAdopted, letter=letter, template_version=version)


def rulebook(version, source=RULEBOOK, digest=None):
    digest = digest or sha256(source.encode()).hexdigest()
    return example(LocalRulebookAdopted, rulebook_version=version, source_toml=source, sha256=digest)


def test_the_latest_wording_of_each_letter_holds():
    state = given(template(1), template(1, Letter.ANSWER)).when(AdoptLetterTemplate(fact=template(2))).then(template(2)).state
    assert {key[0]: held.version for key, held in state.templates.items()} == {Letter.PLAN: 2, Letter.ANSWER: 1}
    given(template(2)).when(AdoptLetterTemplate(fact=template(2))).then_refused(TemplateVersionTaken, "template_version")


def test_a_text_is_worded_anew_and_given_back():
    own = example(TextChanged, text_key="page.start.report.title", language=WrittenLanguage.NYNORSK, wording="Velkomen")
    back = example(TextChanged, text_key="page.start.report.title", language=WrittenLanguage.NYNORSK, wording=None)
    state = given().when(ChangeText(fact=own)).then(own).state
    assert state.texts == {("page.start.report.title", WrittenLanguage.NYNORSK): "Velkomen"}
    assert given(own).when(ChangeText(fact=back)).then(back).state.texts == {}


def test_a_rulebook_is_adopted_as_it_was_read_and_versions_follow_each_other():
    adopted = rulebook(2)
    state = given(rulebook(1)).when(AdoptLocalRulebook(fact=adopted)).then(adopted).state
    assert state.rulebooks[adopted.rulebook].source_toml == RULEBOOK
    given(adopted).when(AdoptLocalRulebook(fact=adopted)).then_refused(RulebookVersionTaken, "rulebook_version")
    given().when(AdoptLocalRulebook(fact=rulebook(1, digest="0" * 64))).then_refused(RulebookChangedOnTheWay, "sha256")


def test_working_notes_may_end_and_what_belongs_to_a_case_may_not():
    notes = example(RetentionRuleSet, retention=RetentionClass.WORKING_NOTE, keep_months=12)
    cases = example(RetentionRuleSet, retention=RetentionClass.PRESERVED, keep_months=120)
    kept = example(RetentionRuleSet, retention=RetentionClass.PRESERVED, keep_months=None)
    given().when(SetRetentionRule(fact=notes)).then(notes)
    given().when(SetRetentionRule(fact=cases)).then_refused(CasesArePreserved, "keep_months")
    given().when(SetRetentionRule(fact=kept)).then(kept)
    at_once = example(RetentionRuleSet, retention=RetentionClass.WORKING_NOTE, keep_months=0)
    given().when(SetRetentionRule(fact=at_once)).then_refused(NumberTooSmall, "keep_months")


def test_the_avvik_system_holds_from_its_day():
    eqs = example(AvvikSystemChosen, system=OwnerChannel.EQS, from_date=date(2025, 8, 1))
    compilo = example(AvvikSystemChosen, system=OwnerChannel.COMPILO, from_date=date(2026, 1, 1))
    state = given(eqs).when(ChooseAvvikSystem(fact=compilo)).then(compilo).state
    held = [avvik_system_on(state, day) for day in (date(2025, 7, 31), date(2025, 8, 1), date(2026, 1, 1))]
    assert held == [None, OwnerChannel.EQS, OwnerChannel.COMPILO]


def test_another_system_is_told_until_it_is_removed():
    removed = example(WebhookRemoved)
    assert given().when(RegisterWebhook(fact=HOOK)).then(HOOK).state.webhooks[HOOK.webhook].url == HOOK.url
    assert given(HOOK).when(RemoveWebhook(fact=removed)).then(removed).state.webhooks == {}
    given().when(RemoveWebhook(fact=removed)).then_refused(UnknownWebhook, "webhook")


@pytest.mark.parametrize("before", [(HOOK,), (HOOK, example(WebhookRemoved))], ids=["in use", "used once"])
def test_the_id_of_a_webhook_is_used_once(before):
    given(*before).when(RegisterWebhook(fact=HOOK)).then_refused(WebhookExists, "webhook")
    other = example(WebhookRegistered, webhook=person("another"), url=HOOK.url, topics=())
    given(*before).when(RegisterWebhook(fact=other)).then(other)


def test_another_system_is_told_in_secret_and_of_what_can_happen():
    open_line = example(WebhookRegistered, url="http://example.test", topics=())
    given().when(RegisterWebhook(fact=open_line)).then_refused(NotSecure, "url")
    nonsense = example(WebhookRegistered, url=HOOK.url, topics=("case.CaseClosed", "case.Nonsense"))
    given().when(RegisterWebhook(fact=nonsense)).then_refused(UnknownKindOfEvent, "topics.1")
