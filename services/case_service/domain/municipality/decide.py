"""What is decided on what the municipality decides for all its schools.

Whether a template can be filled in, a text exists and a rulebook is sound, the application has looked at: that asks for
files that the domain does not know.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, assert_never

from events.base import Event, UnknownTopicError, by_topic
from events.municipality import LocalRulebookAdopted, RetentionRuleSet, WebhookRegistered
from events.sealing import RetentionClass
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.municipality.commands import (
    AdoptLetterTemplate,
    AdoptLocalRulebook,
    ChangeText,
    ChooseAvvikSystem,
    MunicipalityCommand,
    RecordRestore,
    RegisterWebhook,
    RemoveWebhook,
    ReplaceTenantKey,
    SetRetentionRule,
)
from services.case_service.domain.municipality.refusals import (
    CasesArePreserved,
    NotSecure,
    OlderKeyStore,
    RulebookChangedOnTheWay,
    RulebookVersionTaken,
    TemplateVersionTaken,
    UnknownKindOfEvent,
    UnknownWebhook,
    WebhookExists,
)
from services.case_service.domain.municipality.state import Municipality

ENCRYPTED: Final = "https://"


def decide(command: MunicipalityCommand, state: Municipality, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    match command:
        case AdoptLetterTemplate(fact=fact):
            held = state.templates.get((fact.letter, fact.language))
            if held is not None and fact.template_version <= held.version:
                raise TemplateVersionTaken("template_version", version=fact.template_version, latest=held.version)
        case AdoptLocalRulebook(fact=fact):
            _check_rulebook(fact, state)
        case SetRetentionRule(fact=fact):
            _check_retention(fact)
        case RegisterWebhook(fact=fact):
            _check_webhook(fact, state)
        case RemoveWebhook(fact=fact):
            if fact.webhook not in state.webhooks:
                raise UnknownWebhook("webhook", webhook=fact.webhook)
        case ReplaceTenantKey(fact=fact):
            if fact.epoch <= state.key_epoch:
                raise OlderKeyStore("epoch", epoch=fact.epoch, noted=state.key_epoch)
        case ChangeText() | ChooseAvvikSystem() | RecordRestore():
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _check_rulebook(fact: LocalRulebookAdopted, state: Municipality) -> None:
    held = state.rulebooks.get(fact.rulebook)
    if held is not None and fact.rulebook_version <= held.version:
        raise RulebookVersionTaken("rulebook_version", version=fact.rulebook_version, latest=held.version)
    if sha256(fact.source_toml.encode()).hexdigest() != fact.sha256:
        raise RulebookChangedOnTheWay("sha256")


def _check_retention(fact: RetentionRuleSet) -> None:
    if fact.retention is RetentionClass.PRESERVED and fact.keep_months is not None:
        raise CasesArePreserved("keep_months")


def _check_webhook(fact: WebhookRegistered, state: Municipality) -> None:
    if fact.webhook in state.webhooks or fact.webhook in state.past_webhooks:
        raise WebhookExists("webhook", webhook=fact.webhook)
    if not fact.url.startswith(ENCRYPTED):
        raise NotSecure("url")
    for place, topic in enumerate(fact.topics):
        try:
            by_topic(topic)
        except UnknownTopicError as error:
            raise UnknownKindOfEvent(f"topics.{place}", topic=topic) from error
