"""The letter while somebody works on it: the first proposal, the draft, or what was just posted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from services.case_service.domain import fold
from services.case_service.domain.municipality import RULES as MUNICIPALITY
from services.case_service.domain.municipality.state import Municipality
from services.case_service.drafts import DraftPlace
from services.case_service.http.letters.addressee import proposed_address
from services.case_service.http.letters.addresses import Place
from services.case_service.http.letters.form import WITH_MEETING, LetterForm
from services.case_service.http.letters.known import known_of, methods_text, planned_methods
from services.case_service.http.letters.plan_source import plan_blocks_now
from services.case_service.http.matter import Matter
from services.case_service.http.moments import MomentProblem
from services.case_service.http.web import the_desk
from services.case_service.letters.filling import fill_marks, filled, still_open
from services.case_service.letters.markup import Block, blocks
from services.case_service.letters.wording import wording_of
from services.case_service.streams import municipality_stream


class LetterDraft(msgspec.Struct, frozen=True, kw_only=True):
    """One letter in one matter, during one request. ``key`` and ``seen`` are the form's own."""

    matter: Matter
    place: Place
    form: LetterForm
    key: str
    seen: int

    @property
    def kept(self) -> DraftPlace:
        """Where the writer's draft is kept."""
        return DraftPlace(writer=self.matter.person.id, matter=self.matter.row.stream_id, form=self.place.name)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The letter's content: what was written, and in a letter with the plan the plan itself."""
        own = blocks(self.form.body)
        return (*own, *plan_blocks_now(self.matter, self.place)) if self.place.letter is Letter.PLAN else own

    @property
    def open(self) -> tuple[str, ...]:
        """What is still to be filled in by hand."""
        return still_open(self.form.written, self.place.letter)


def proposal(matter: Matter, place: Place) -> LetterForm:
    """The letter as the matter and its wording give it; what the matter does not tell is marked."""
    wording = wording_of(place.letter, WrittenLanguage(place.language.value), decided())
    begun = filled(wording, known_of(matter, place.letter, place.language), place.language)
    methods = planned_methods(matter) if place.letter is Letter.RECEIPT else ()
    return LetterForm(
        heading=begun.heading,
        body=begun.body,
        to=proposed_address(matter, place),
        methods=tuple(one.value for one in methods),
    )


def gone_on_with(form: LetterForm, place: Place) -> LetterForm:
    """What was posted, with the marks filled in that the fields beside the text tell."""
    known = _beside(form, place)
    return replace(
        form,
        heading=fill_marks(form.heading, known, place.language),
        body=fill_marks(form.body, known, place.language),
    )


def decided(seen: int | None = None) -> Municipality:
    """What the municipality has decided, its own wordings among it; as it stood at a version that was ``seen`` (None: now)."""
    desk = the_desk()
    recorded = desk.store.read(municipality_stream(desk.store.tenant))
    found: Municipality = fold(MUNICIPALITY, (one.event for one in recorded if seen is None or one.version <= seen))
    return found


def _beside(form: LetterForm, place: Place) -> Mapping[str, str]:
    known = {}
    if place.letter in WITH_MEETING:
        with suppress(MomentProblem):  # told as a problem of the field
            known["mote"] = form.meeting(place.language)
    if place.letter is Letter.RECEIPT:
        known["metoder"] = methods_text(form.chosen_methods, place.language)
    return known
