"""How a fact changes what the municipality has decided. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.municipality import (
    AvvikSystemChosen,
    BackupRestored,
    LetterTemplateAdopted,
    LocalRulebookAdopted,
    RetentionRuleSet,
    TenantKeyReplaced,
    TextChanged,
    WebhookRegistered,
    WebhookRemoved,
)
from services.case_service.domain.municipality.state import LocalRulebook, Municipality, Retention, Template, Webhook

MunicipalityFact: TypeAlias = (
    LetterTemplateAdopted
    | TextChanged
    | LocalRulebookAdopted
    | RetentionRuleSet
    | AvvikSystemChosen
    | BackupRestored
    | TenantKeyReplaced
    | WebhookRegistered
    | WebhookRemoved
)


def evolve(state: Municipality, fact: MunicipalityFact) -> Municipality:
    """What holds after ``fact``."""
    match fact:
        case LetterTemplateAdopted():
            template = Template(version=fact.template_version, heading=fact.heading, wording=fact.wording)
            return replace(state, templates={**state.templates, (fact.letter, fact.language): template})
        case TextChanged():
            others = {key: wording for key, wording in state.texts.items() if key != (fact.text_key, fact.language)}
            if fact.wording is None:
                return replace(state, texts=others)
            return replace(state, texts={**others, (fact.text_key, fact.language): fact.wording})
        case LocalRulebookAdopted():
            adopted = LocalRulebook(version=fact.rulebook_version, source_toml=fact.source_toml, sha256=fact.sha256)
            return replace(state, rulebooks={**state.rulebooks, fact.rulebook: adopted})
        case RetentionRuleSet():
            rule = Retention(keep_months=fact.keep_months, basis=fact.basis)
            return replace(state, retention={**state.retention, fact.retention: rule})
        case AvvikSystemChosen():
            return replace(state, avvik_systems={**state.avvik_systems, fact.from_date: fact.system})
        case BackupRestored():
            return state
        case TenantKeyReplaced():
            return replace(state, key_epoch=max(state.key_epoch, fact.epoch))
        case WebhookRegistered():
            webhook = Webhook(url=fact.url, topics=fact.topics, secret=fact.secret)
            return replace(state, webhooks={**state.webhooks, fact.webhook: webhook})
        case WebhookRemoved():
            left = {key: webhook for key, webhook in state.webhooks.items() if key != fact.webhook}
            return replace(state, webhooks=left, past_webhooks=state.past_webhooks | {fact.webhook})
        case _:
            assert_never(fact)
