"""One kind of letter in one language, as the municipality has worded it: now, and in the versions before."""

from __future__ import annotations

import msgspec
from flask import abort, url_for

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from events.municipality import LetterTemplateAdopted
from services.case_service.http.admin.history import name_of
from services.case_service.http.languages import current_language
from services.case_service.http.letters.addresses import BY_SLUG, SLUGS
from services.case_service.http.letters.draft_of import decided
from services.case_service.http.web import the_desk
from services.case_service.letters.wording import Wording, wording_of
from services.case_service.streams import municipality_stream
from services.compliance.explain import moment_text
from texts import Language


class TemplatePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Which letter it is, in which language."""

    letter: Letter
    language: Language

    @property
    def now(self) -> Wording:
        """The words that hold now."""
        return self.at(None)

    def at(self, seen: int | None) -> Wording:
        """The words that held at a version of what the municipality decided (None: now)."""
        return wording_of(self.letter, WrittenLanguage(self.language.value), decided(seen))

    def address(self, page: str = "letter_templates.word") -> str:
        """The address of a page of this letter."""
        return url_for(page, kind=SLUGS[self.letter], malform=self.language.value)


class AdoptedVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version that was adopted: by whom, when; without words when it went back to Varde's own."""

    version: int
    who: str
    when: str
    wording: Wording | None


def place_of(kind: str, malform: str) -> TemplatePlace:
    """The letter that an address names; 404 for none."""
    letter = BY_SLUG.get(kind)
    if letter is None or malform not in set(Language):
        abort(404)
    return TemplatePlace(letter=letter, language=Language(malform))


def versions_of_template(place: TemplatePlace) -> tuple[AdoptedVersion, ...]:
    """What the municipality has adopted of a letter, the newest first."""
    desk = the_desk()
    found = (
        (one, one.event)
        for one in reversed(desk.store.read(municipality_stream(desk.store.tenant)))
        if isinstance(one.event, LetterTemplateAdopted)
    )
    return tuple(
        AdoptedVersion(
            version=event.template_version,
            who=name_of(recorded.envelope.actor.ref),
            when=moment_text(recorded.envelope.recorded_at, current_language()),
            wording=None if event.wording is None else Wording(heading=event.heading or "", body=event.wording),
        )
        for recorded, event in found
        if event.letter is place.letter and event.language.value == place.language.value
    )
