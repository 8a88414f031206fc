"""Commands for what the municipality decides for all its schools."""

from __future__ import annotations

from typing import TypeAlias

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
from services.case_service.domain.command import Command


class AdoptLetterTemplate(Command[LetterTemplateAdopted], frozen=True):
    """Word a kind of letter as the municipality wants it."""


class ChangeText(Command[TextChanged], frozen=True):
    """Word a text of the pages as the municipality wants it, or go back to Varde's own."""


class AdoptLocalRulebook(Command[LocalRulebookAdopted], frozen=True):
    """Adopt a version of a rulebook of the municipality's own."""


class SetRetentionRule(Command[RetentionRuleSet], frozen=True):
    """Decide how long a class of content is kept."""


class ChooseAvvikSystem(Command[AvvikSystemChosen], frozen=True):
    """Choose the system in which avvik are treated."""


class RegisterWebhook(Command[WebhookRegistered], frozen=True):
    """Let another system be told that something happened."""


class RecordRestore(Command[BackupRestored], frozen=True):
    """Answer for a log that was put back from a backup."""


class ReplaceTenantKey(Command[TenantKeyReplaced], frozen=True):
    """Record that the key that wraps all others was replaced."""


class RemoveWebhook(Command[WebhookRemoved], frozen=True):
    """Tell another system nothing more."""


MunicipalityCommand: TypeAlias = (
    AdoptLetterTemplate
    | ChangeText
    | AdoptLocalRulebook
    | SetRetentionRule
    | ChooseAvvikSystem
    | RegisterWebhook
    | RemoveWebhook
    | ReplaceTenantKey
    | RecordRestore
)
