"""A decision as a letter tells of it."""

from __future__ import annotations

from collections.abc import Iterator

from events.lists.decisions import DecisionKind, ExclusionUnit
from events.reactions import IndividualDecisionMade
from services.case_service.http.web import the_desk
from services.compliance.explain import day_text
from texts import Language, text


def decision_words(decision: IndividualDecisionMade, language: Language) -> Iterator[tuple[str, str]]:
    """The gaps of the letter about a decision."""
    yield "vedtak", text(f"letter.decision.kind.{decision.kind.value}", language) if decision.kind is not DecisionKind.OTHER else ""
    yield "innhold", "\n".join(_content(decision, language))
    yield "begrunnelse", decision.reason


def _content(decision: IndividualDecisionMade, language: Language) -> Iterator[str]:
    if decision.length is not None and decision.unit is not None:
        plain = f"{decision.length:g}"
        length = plain if language is Language.ENGLISH else plain.replace(".", ",")
        yield text(f"letter.decision.length.{decision.unit.value}", language, length=length)
    elif decision.unit is ExclusionUnit.REST_OF_DAY:
        yield text("letter.decision.length.rest_of_day", language)
    if decision.from_date is not None:
        yield text("letter.decision.from", language, day=day_text(decision.from_date, language))
    if decision.to_date is not None:
        yield text("letter.decision.to", language, day=day_text(decision.to_date, language))
    if decision.receiving_school is not None:
        school = the_desk().read_model.school(decision.receiving_school)
        yield text("letter.decision.school", language, school=decision.receiving_school if school is None else school.name)
