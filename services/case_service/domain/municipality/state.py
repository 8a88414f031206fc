"""What the municipality has decided. It waits for nothing, so its state has one shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.lists.concern import OwnerChannel
from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from events.sealing import RetentionClass

LetterInLanguage: TypeAlias = tuple[Letter, WrittenLanguage]
TextInLanguage: TypeAlias = tuple[str, WrittenLanguage]


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """The latest wording of a kind of letter; without words since the municipality went back to Varde's own."""

    version: int
    heading: str | None = None
    wording: str | None = None


class LocalRulebook(msgspec.Struct, frozen=True, kw_only=True):
    """The latest version of a rulebook of the municipality's own, as it was written."""

    version: int
    source_toml: str
    sha256: str


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """How long a class is kept after its matter ended (None: preserved), and on what basis."""

    keep_months: int | None
    basis: str


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """Another system that is told of events of these topics (empty: of all)."""

    url: str
    topics: tuple[str, ...]
    secret: str


class Municipality(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that holds now. ``past_webhooks`` are the ids that were in use once; they are not used again.

    ``key_epoch`` is the key store's count when the tenant's key was last replaced: a key store that counts less is an older copy.
    """

    templates: Mapping[LetterInLanguage, Template] = {}
    texts: Mapping[TextInLanguage, str] = {}
    rulebooks: Mapping[str, LocalRulebook] = {}
    retention: Mapping[RetentionClass, Retention] = {}
    avvik_systems: Mapping[date, OwnerChannel] = {}
    webhooks: Mapping[UUID, Webhook] = {}
    past_webhooks: frozenset[UUID] = frozenset()
    key_epoch: int = 0


def avvik_system_on(state: Municipality, day: date) -> OwnerChannel | None:
    """The system in which avvik are treated on a day; None when none was chosen."""
    begun = [start for start in state.avvik_systems if start <= day]
    return state.avvik_systems[max(begun)] if begun else None
