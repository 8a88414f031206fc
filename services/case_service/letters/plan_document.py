"""A version of the written plan as a document: what the law wants it to hold (§ 12-4 tredje ledd a-e), and how it went."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from services.case_service.letters.markup import Block, Heading, Paragraph, Points, Table
from texts import Language, text


class MeasureOnPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A measure, in words: what (b), when (c), who (d), when it is evaluated (e); and what became of it."""

    title: str
    about: tuple[str, ...] = ()
    when: str = ""
    who: str = ""
    evaluated: str = ""
    outcomes: tuple[str, ...] = ()


class PlanOnPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the plan, in words. Empty words are what the plan does not say."""

    problem: str = ""
    background: tuple[tuple[str, str], ...] = ()
    measures: tuple[MeasureOnPaper, ...] = ()
    participation: tuple[str, ...] = ()
    coordinator: str = ""
    evaluate_on: str = ""
    evaluations: tuple[str, ...] = ()


def plan_blocks(plan: PlanOnPaper, language: Language) -> tuple[Block, ...]:
    """The plan as blocks. What the law asks for and the plan does not say is said to be missing."""
    return tuple(_blocks(plan, language))


def _blocks(plan: PlanOnPaper, language: Language) -> Iterator[Block]:
    for heading, words in plan.background:
        yield Heading(heading)
        yield Paragraph(words)
    yield Heading(_t("a", language))
    yield Paragraph(plan.problem or _t("missing", language))
    yield Heading(_t("measures", language))
    yield from _measures(plan, language)
    if plan.participation:
        yield Heading(_t("participation", language))
        yield Points(plan.participation)
    yield Heading(_t("evaluation", language))
    if plan.evaluate_on:
        yield Paragraph(text("plan.paper.evaluate_on", language, day=plan.evaluate_on))
    if plan.evaluations:
        yield Points(plan.evaluations)
    if not plan.evaluate_on and not plan.evaluations:
        yield Paragraph(_t("not_evaluated", language))
    if plan.coordinator:
        yield Heading(_t("coordinator", language))
        yield Paragraph(plan.coordinator)


def _measures(plan: PlanOnPaper, language: Language) -> Iterator[Block]:
    if not plan.measures:
        yield Paragraph(_t("no_measures", language))
        return
    missing = _t("missing", language)
    yield Table(
        caption=_t("table", language),
        heads=tuple(_t(head, language) for head in ("b", "c", "d", "e")),
        rows=tuple((one.title, one.when or missing, one.who or missing, one.evaluated or missing) for one in plan.measures),
    )
    for one in plan.measures:
        if one.about or one.outcomes:
            yield Heading(one.title, level=2)
            yield from (Paragraph(words) for words in one.about)
        if one.outcomes:
            yield Points(one.outcomes)


def _t(key: str, language: Language) -> str:
    return text(f"plan.paper.{key}", language)
