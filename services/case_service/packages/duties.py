"""How the school's duties stand, with the evidence: what is missing first. The verdicts are those of services.compliance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from events.base import SubDuty
from services.case_service.letters.markup import Block, Heading, Paragraph, Points
from services.case_service.packages.known import Known
from services.compliance.duties import MISSES
from services.compliance.explain import events_of, reason, reckoning, source_of, word_key
from services.compliance.rulebook import RuleKind
from services.compliance.verdicts import SEVERITY, Verdict
from texts import Language, label, text


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One obligation in words. ``evidence`` are the numbers of the events that the verdict rests on and that go along."""

    id: str
    duty: SubDuty | None
    kind: RuleKind
    verdict: Verdict
    word: str
    text: str
    reason: str
    reckoning: tuple[str, ...]
    source: str
    evidence: tuple[int, ...]

    @property
    def is_gap(self) -> bool:
        """Whether something is missing, or came too late."""
        return self.verdict in MISSES


def requirements(known: Known, numbers: Mapping[str, int], language: Language) -> tuple[Requirement, ...]:
    """Every obligation that the matter has given rise to: gaps first, law before guidance and plans.

    ``numbers`` are those of the events that go, by their ids.
    """
    found = (_requirement(known, row, numbers, language) for row in known.judged)
    kinds, duties = tuple(RuleKind), (*SubDuty, None)
    return tuple(sorted(found, key=lambda one: (SEVERITY.index(one.verdict), kinds.index(one.kind), duties.index(one.duty))))


def duty_blocks(all_: tuple[Requirement, ...], language: Language) -> tuple[Block, ...]:
    """The gaps together, then each duty with what is documented."""
    return tuple(_blocks(all_, language))


def gap_lines(all_: tuple[Requirement, ...], language: Language) -> tuple[str, ...]:
    """What is missing, one line for each requirement of law."""
    gaps = (one for one in all_ if one.is_gap and one.kind is RuleKind.LAW)
    lines = (text("package.statement.gap", language, requirement=one.text, reason=one.reason) for one in gaps)
    return tuple(dict.fromkeys(lines))


def _blocks(all_: tuple[Requirement, ...], language: Language) -> Iterator[Block]:
    yield Paragraph(text("package.duties.about", language))
    yield Heading(text("package.duties.gaps", language))
    gaps = [one for one in all_ if one.is_gap]
    if not gaps:
        yield Paragraph(text("package.duties.no_gaps", language))
    for one in gaps:
        yield from _one(one, language)
    for duty in (*SubDuty, None):
        own = [one for one in all_ if one.duty is duty and not one.is_gap]
        if duty is None and not own:
            continue
        yield Heading(label(duty, language).capitalize() if duty is not None else text("package.duties.other", language))
        if not own:
            above = any(one.duty is duty for one in gaps)
            yield Paragraph(text("package.duties.above" if above else "package.duties.nothing", language))
        for one in own:
            yield from _one(one, language)


def _one(one: Requirement, language: Language) -> Iterator[Block]:
    yield Heading(one.text, level=2)
    yield Paragraph(f"{one.word.capitalize()}. {one.reason}")
    evidence = ", ".join(map(str, one.evidence))
    lines = [*one.reckoning, one.source, text("package.duties.evidence", language, numbers=evidence) if evidence else ""]
    yield Points(tuple(line for line in lines if line))


def _requirement(known: Known, row: Mapping[str, Any], numbers: Mapping[str, int], language: Language) -> Requirement:
    rules = known.desk.rules
    bound = rules.of(row)
    return Requirement(
        id=str(row["obligation_id"]),
        duty=SubDuty(row["duty"]) if row["duty"] else None,
        kind=bound.kind,
        verdict=Verdict(row["verdict"]),
        word=text(word_key(row, rules), language),
        text=bound.rule.text.in_(language),
        reason=reason(row, rules, language),
        reckoning=tuple(reckoning(row, rules, language, known.desk.calendar)),
        source=source_of(row, rules, language),
        evidence=tuple(sorted({numbers[one] for one in events_of(row) if one in numbers})),
    )
