"""A letter about a child, a school and a case that do not exist: what a municipality looks at while it words its letters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from events.lists.documents import Letter
from events.lists.investigation import Method
from services.case_service.letters.filling import filled
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import Block, blocks
from services.case_service.letters.plan_document import MeasureOnPaper, PlanOnPaper, plan_blocks
from services.case_service.letters.wording import Wording
from services.compliance.explain import day_text
from texts import Language, label, text

DAY: Final = date(2026, 9, 14)
PUPIL, SCHOOL, HANDLER, PRINCIPAL = "Eira Dalmo", "Myrtun skole", "Gro Bergtun", "Aslak Heiane"
NUMBER: Final = "7K3M-Q9PD"
IN_WORDS: Final = ("innhold", "videre", "vedtak", "begrunnelse")


def invented_values(municipality: str, language: Language) -> Mapping[str, str]:
    """Something for every gap that any letter knows."""
    day = day_text(DAY, language)
    meeting = text("letter.meeting.time", language, day=day, clock="14.00")
    return {
        "elev": PUPIL,
        "skole": SCHOOL,
        "kommune": municipality,
        "dato": day,
        "saksnummer": NUMBER,
        "kontaktperson": HANDLER,
        "rektor": PRINCIPAL,
        "mote": text("letter.meeting.place", language, when=meeting, place=SCHOOL),
        "deltakere": f"- {PRINCIPAL}\n- {HANDLER}",
        "dagsorden": text("letter.agenda", language),
        "bekymring_dato": day,
        "kilde": text("letter.source.employee", language),
        "metoder": "\n".join(f"- {label(one, language)}" for one in (Method.CONVERSATION, Method.OBSERVATION)),
        "versjon": "1",
        "gjelder_fra": day,
        "henvendelse_dato": day,
        **{gap: text(f"letter.example.{gap}", language) for gap in IN_WORDS},
    }


def invented_letter(letter: Letter, wording: Wording, municipality: str, language: Language) -> Paper:
    """The letter with these words, about nobody."""
    begun = filled(wording, invented_values(municipality, language), language)
    return Paper(
        language=language,
        municipality=municipality,
        school=SCHOOL,
        recipient=(text("letter.to.guardians", language, pupil=PUPIL),),
        reference=NUMBER,
        dated=DAY,
        title=begun.heading.strip() or text("letter.untitled", language),
        blocks=(*blocks(begun.body), *(_plan(language) if letter is Letter.PLAN else ())),
        signed_by=(PRINCIPAL,),
        exempt=text("letter.exempt", language),
        draft=True,
    )


def _plan(language: Language) -> tuple[Block, ...]:
    day = day_text(DAY, language)
    measure = MeasureOnPaper(
        title=text("letter.example.measure", language),
        when=text("plan.paper.from", language, day=day),
        who=HANDLER,
        evaluated=day_text(date(2026, 10, 12), language),
    )
    return plan_blocks(PlanOnPaper(problem=text("letter.example.problem", language), measures=(measure,)), language)
