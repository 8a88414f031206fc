"""The account to the recipient: a proposal from the events, which a person edits and approves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from events.closing import PostClosureCheckDone, SafetyConfirmed
from events.investigation import AnalysisConcluded, ConversationHeld, InvestigationPlanned, PupilHeard
from events.plan import FollowUpHeld, MeasureAdded, MeasureEvaluated, MeasureExecuted, PlanEvaluated
from services.case_service.packages.ahead import due_lines, set_lines
from services.case_service.packages.duties import Requirement, gap_lines
from services.case_service.packages.known import Known
from services.case_service.packages.plans import plan_versions
from services.case_service.packages.redaction import Copy
from services.case_service.packages.telling import happened
from services.compliance.explain import day_text, moment_text
from texts import Language, counted, text

MOST_LINES = 12
ONE_DATE = frozenset({"planned", "analysed"})
EXPERIENCES = (FollowUpHeld, MeasureEvaluated, PlanEvaluated, SafetyConfirmed, PostClosureCheckDone)


def proposal(known: Known, copies: Sequence[Copy], gaps: tuple[Requirement, ...], language: Language) -> str:
    """The account as the events give it, in the plain text of letters. What only people can say is marked to be filled in."""
    shown = [one for one in copies if one.why is None]
    return "\n".join(_lines(known, shown, gaps, language)).strip()


def short_answer(language: Language) -> str:
    """The covering words of a copy that is not for an authority."""
    return text("package.statement.copy", language)


def _lines(known: Known, shown: Sequence[Copy], gaps: tuple[Requirement, ...], language: Language) -> Iterator[str]:
    yield from _headed("background", language, _background(known, language))
    yield from _headed("view", language, [_mark("view", language)])
    yield from _headed("done", language, _done(known, shown, language))
    yield from _headed("now", language, [*_experience(shown, language), _mark("now", language)])
    missing = gap_lines(gaps, language)[:MOST_LINES]
    yield from _headed(
        "gaps",
        language,
        [*(f"- {line}" for line in missing), *([_mark("gaps", language)] if missing else [_t("no_gaps", language)])],
    )
    ahead = (*set_lines(known, shown, language), *due_lines(known, language))[:MOST_LINES]
    yield from _headed("next", language, [*(f"- {line}" for line in ahead), *([] if ahead else [_mark("next", language)])])


def _headed(key: str, language: Language, lines: Sequence[str]) -> Iterator[str]:
    yield f"# {_t(key, language)}"
    yield ""
    for before, line in zip(("", *lines), lines, strict=False):
        if before.startswith("- ") and not line.startswith("- "):
            yield ""
        yield line
        if not line.startswith("- "):
            yield ""
    if lines and lines[-1].startswith("- "):
        yield ""
    yield ""


def _background(known: Known, language: Language) -> list[str]:
    row = known.row
    school = known.desk.read_model.school(row.school) if row.school is not None else None
    lines = [
        _t("about", language, number=known.number, school=school.name if school is not None else ""),
        _t("known", language, when=moment_text(row.first_known_at, language)),
    ]
    if row.closed_at is not None:
        lines.append(_t("closed", language, day=day_text(row.closed_at, language)))
    return lines


def _done(known: Known, shown: Sequence[Copy], language: Language) -> list[str]:
    steps = (
        ("heard", PupilHeard),
        ("talks", ConversationHeld),
        ("planned", InvestigationPlanned),
        ("analysed", AnalysisConcluded),
        ("measures", MeasureAdded),
        ("executed", MeasureExecuted),
        ("evaluated", MeasureEvaluated),
    )
    lines = [f"- {_times(key, found, language)}" for key, kind in steps if (found := _of(shown, kind))]
    versions = plan_versions(known, shown, language)
    if versions:
        lines.append(f"- {counted('package.statement.plan', len(versions), language, first=versions[0][0].applied_from)}")
    return lines or [_t("nothing", language)]


def _times(key: str, found: Sequence[Copy], language: Language) -> str:
    """When something was done, and how often. What is told by one of its dates alone has one wording for any number."""
    when = {"first": happened(found[0], language), "last": happened(found[-1], language)}
    if key in ONE_DATE:
        return _t(key, language, **when)
    return counted(f"package.statement.{key}", len(found), language, **when)


def _experience(shown: Sequence[Copy], language: Language) -> list[str]:
    found = [one for one in _of(shown, *EXPERIENCES) if getattr(one.recorded.event, "experience", None) is not None]
    if not found:
        return [_t("not_asked", language)]
    last = max(found, key=lambda one: one.recorded.envelope.occurred_at)
    scale = text("reading.scale", language, value=getattr(last.recorded.event, "experience", ""), end=10)
    return [_t("experience", language, day=happened(last, language), scale=scale)]


def _of(shown: Sequence[Copy], *classes: type) -> list[Copy]:
    found = (one for one in shown if isinstance(one.recorded.event, classes))
    return sorted(found, key=lambda one: (one.recorded.envelope.occurred_at, one.number))


def _mark(key: str, language: Language) -> str:
    return f"[{text('letter.fill_in', language)}: {text(f'package.fill_in.{key}', language)}]"


def _t(key: str, language: Language, **values: object) -> str:
    return text(f"package.statement.{key}", language, **values)
