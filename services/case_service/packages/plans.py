"""The plan in all its versions: which applied when, and whether each held letters a-e; and what became of the measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec

from events.lists.measures import PlanPart
from events.plan import MeasureAdded, MeasureEvaluated, MeasureExecuted, MeasureMissed
from services.case_service.letters.markup import Block, Heading, Paragraph, Points, Table
from services.case_service.letters.plan_document import plan_blocks
from services.case_service.letters.plan_told import Told, Version, told_on_paper, versions_in
from services.case_service.packages.known import Known
from services.case_service.packages.names import NamesInCopy
from services.case_service.packages.redaction import Copy
from services.case_service.packages.telling import happened, told
from services.compliance.explain import day_text
from texts import Language, counted, label, text

OF_A_MEASURE = (MeasureAdded, MeasureExecuted, MeasureMissed, MeasureEvaluated)


class PlanVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the plan: the days between which it applied (empty: it still does), and the letters that it lacks."""

    number: int
    applied_from: str
    applied_to: str
    lacks: tuple[PlanPart, ...]


def plan_versions(known: Known, copies: Sequence[Copy], language: Language) -> tuple[tuple[PlanVersion, Version], ...]:
    """The versions that go along, oldest first, each until the next began or the matter was closed."""
    found = versions_in([one.recorded for one in copies])
    ends = [*(one.begins for one in found[1:]), known.row.closed_at]
    return tuple(
        (
            PlanVersion(
                number=version.plan.plan_version,
                applied_from=day_text(version.begins, language),
                applied_to=day_text(end, language),
                lacks=tuple(part for part in PlanPart if part not in version.plan.parts),
            ),
            version,
        )
        for version, end in zip(found, ends, strict=False)
    )


def plan_part(known: Known, copies: Sequence[Copy], names: NamesInCopy, own: UUID | None, language: Language) -> tuple[Block, ...]:
    """Every version: when it applied, the check of a-e, and what it said."""
    return tuple(_versions(known, copies, names, own, language))


def _versions(known: Known, copies: Sequence[Copy], names: NamesInCopy, own: UUID | None, language: Language) -> Iterator[Block]:
    versions = plan_versions(known, copies, language)
    if not versions:
        yield Paragraph(text("package.plan.none", language))
        return
    yield Table(
        caption=text("package.plan.versions", language),
        heads=tuple(text(f"package.plan.{head}", language) for head in ("version", "from", "to", "check")),
        rows=tuple(
            (str(one.number), one.applied_from, one.applied_to or text("package.plan.still", language), check(one, language))
            for one, _ in versions
        ),
    )
    source = Told(recorded=[one.recorded for one in copies], pupil=own, staff=names.staff)
    for one, version in versions:
        yield Heading(text("package.plan.one", language, version=one.number))
        yield Paragraph(
            text(
                "package.plan.applied", language, begin=one.applied_from, end=one.applied_to or text("package.plan.still", language)
            )
        )
        yield Paragraph(check(one, language))
        yield from _lower(plan_blocks(told_on_paper(source, version, language), language))


def check(one: PlanVersion, language: Language) -> str:
    """What the plan holds of what § 12-4 tredje ledd asks for, as those who adopted it said."""
    if not one.lacks:
        return text("package.plan.complete", language)
    letters = ", ".join(label(part, language) for part in one.lacks)
    return text("package.plan.lacks", language, letters=letters)


def measures_part(copies: Sequence[Copy], names: NamesInCopy, language: Language) -> tuple[Block, ...]:
    """Each measure with whether it was carried out, and its effect as the pupil has it; what belongs to no measure follows."""
    return tuple(_measures(copies, names, language))


def _measures(copies: Sequence[Copy], names: NamesInCopy, language: Language) -> Iterator[Block]:
    about: dict[UUID, list[Copy]] = {}
    others: list[Copy] = []
    for one in copies:
        measure = getattr(one.recorded.event, "measure", None)
        if isinstance(one.recorded.event, OF_A_MEASURE) and isinstance(measure, UUID):
            about.setdefault(measure, []).append(one)
        else:
            others.append(one)
    for own in about.values():
        added = next((one.recorded.event for one in own if isinstance(one.recorded.event, MeasureAdded)), None)
        yield Heading(added.title if added is not None else text("reading.measure", language))
        yield Points(tuple(_state(own, language)))
        yield from told(own, names, language, level=2)
    if others:
        yield Heading(text("package.measures.others", language))
        yield from told(others, names, language, level=2)


def _state(own: Sequence[Copy], language: Language) -> Iterator[str]:
    done = [one for one in own if isinstance(one.recorded.event, MeasureExecuted)]
    missed = sum(isinstance(one.recorded.event, MeasureMissed) for one in own)
    evaluated = [one for one in own if isinstance(one.recorded.event, MeasureEvaluated)]
    yield (
        counted("package.measures.done", len(done), language, last=happened(done[-1], language))
        if done
        else text("package.measures.not_done", language)
    )
    if missed:
        yield counted("package.measures.missed", missed, language)
    for one in evaluated:
        event = one.recorded.event
        assert isinstance(event, MeasureEvaluated)  # noqa: S101 - chosen by class
        scale = text("reading.scale", language, value=event.experience, end=10) if event.experience is not None else ""
        yield text(
            "package.measures.evaluated",
            language,
            day=happened(one, language),
            effect=label(event.effect, language),
            scale=scale or text("package.measures.not_asked", language),
            words=event.pupils_experience or text("package.measures.no_words", language),
        )
    if not evaluated:
        yield text("package.measures.not_evaluated", language)


def _lower(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of a plan under the heading of its version."""
    for block in blocks:
        yield Heading(block.text, level=2) if isinstance(block, Heading) else block
