"""A version of the plan from the facts of a matter, as the one who gets the copy may read it."""

from __future__ import annotations

from services.case_service.http.letters.addresses import Place
from services.case_service.http.matter import Matter
from services.case_service.http.web import the_desk
from services.case_service.letters.markup import Block
from services.case_service.letters.plan_document import PlanOnPaper, plan_blocks
from services.case_service.letters.plan_told import Told, Version, told_on_paper, versions_in
from services.case_service.letters.recipients import FAMILY
from texts import Language

__all__ = ["Version", "on_paper", "plan_blocks_now", "versions_of"]


def versions_of(matter: Matter) -> tuple[Version, ...]:
    """The versions of the plan, oldest first."""
    return versions_in(matter.recorded)


def plan_blocks_now(matter: Matter, place: Place) -> tuple[Block, ...]:
    """The newest version as blocks of a letter; none where there is no plan. A family's copy names no other pupil."""
    seen = matter.family_copy() if place.recipient in FAMILY else matter
    versions = versions_of(seen)
    return plan_blocks(on_paper(seen, versions[-1], place.language), place.language) if versions else ()


def on_paper(matter: Matter, version: Version, language: Language) -> PlanOnPaper:
    """A version in words. What a revision says nothing of stands as it stood before."""
    source = Told(recorded=matter.recorded, pupil=matter.row.pupil, staff=the_desk().names.staff)
    return told_on_paper(source, version, language)
