"""What the municipality decides for all its schools: letters, texts, its own rulebooks, retention, and other systems."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from events.base import Event, Stream, fact
from events.envelope import Instant
from events.lists.concern import OwnerChannel
from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from events.sealing import RetentionClass, Sealed
from events.upcasting import upcaster


@fact("municipality.LetterTemplateAdopted", Stream.MUNICIPALITY)
class LetterTemplateAdopted(Event, frozen=True, kw_only=True):
    """The municipality worded a kind of letter itself, or went back to Varde's own.

    Kommunelova § 25-1; Bærum's plan, annex 10 (the letters are the municipality's own).
    """

    class_version: ClassVar[int] = 2

    letter: Letter
    language: WrittenLanguage
    template_version: int
    heading: str | None = None
    wording: str | None = None


@upcaster("municipality.LetterTemplateAdopted", from_version=1)
def keep_the_words(data: dict[str, Any]) -> dict[str, Any]:
    """In version 1 there was no way back to Varde's own words, so it always has words of its own."""
    return data


@fact("municipality.TextChanged", Stream.MUNICIPALITY)
class TextChanged(Event, frozen=True, kw_only=True):
    """The municipality worded a text of the pages itself, or went back to Varde's own.

    Kommunelova § 25-1; Varde's plan for local texts.
    """

    text_key: str
    language: WrittenLanguage
    wording: str | None = None


@fact("municipality.LocalRulebookAdopted", Stream.MUNICIPALITY)
class LocalRulebookAdopted(Event, frozen=True, kw_only=True):
    """The municipality adopted a version of a rulebook of its own, with every rule as it was written.

    Opplæringslova § 12-3 andre ledd; kommunelova § 25-1.
    """

    rulebook: str
    rulebook_version: int
    source_toml: str
    sha256: str
    approved_by: UUID


@fact("municipality.RetentionRuleSet", Stream.MUNICIPALITY)
class RetentionRuleSet(Event, frozen=True, kw_only=True):
    """The municipality decided how long a class of content is kept, and on what basis.

    Arkivlova §§ 12-13; arkivforskrifta §§ 3 og 5.
    """

    retention: RetentionClass
    keep_months: int | None = None
    basis: str


@fact("municipality.AvvikSystemChosen", Stream.MUNICIPALITY)
class AvvikSystemChosen(Event, frozen=True, kw_only=True):
    """The system in which the municipality treats avvik, from a date.

    Kommunelova § 25-1; the municipal plans (EQS, Kvalitetsportalen, Compilo).
    """

    system: OwnerChannel
    from_date: date


@fact("municipality.WebhookRegistered", Stream.MUNICIPALITY)
class WebhookRegistered(Event, frozen=True, kw_only=True):
    """Another system is to be told that something happened; never what.

    Kommunelova § 25-1; GDPR article 32 (no content leaves).
    """

    webhook: UUID
    url: str
    topics: tuple[str, ...] = ()
    secret: Sealed[str]


@fact("municipality.TenantKeyReplaced", Stream.MUNICIPALITY)
class TenantKeyReplaced(Event, frozen=True, kw_only=True):
    """The key that wraps all others was replaced and the old one destroyed: older copies of the key store open nothing.

    Arkivforskrifta § 5; GDPR article 32.
    """

    epoch: int
    keys: int


@fact("municipality.BackupRestored", Stream.MUNICIPALITY)
class BackupRestored(Event, frozen=True, kw_only=True):
    """The log was put back from a backup: what was recorded after it is lost. Somebody answers for that, and says why.

    Arkivforskrifta § 11; GDPR article 32 (the ability to restore).
    """

    backup: UUID
    taken_at: Instant
    up_to_position: int
    reason: Sealed[str]


@fact("municipality.WebhookRemoved", Stream.MUNICIPALITY)
class WebhookRemoved(Event, frozen=True, kw_only=True):
    """The other system is told nothing more.

    Kommunelova § 25-1; GDPR article 32.
    """

    webhook: UUID
