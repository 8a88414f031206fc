"""What the page shows of a view: the state with its changes, the duties, the measures, and what came late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec

from events.base import SubDuty
from events.lists.measures import Effect
from events.plan import MeasureAdded, PlanAdopted, PlanRevised
from services.case_service.forms import Refers
from services.case_service.http.languages import current_language
from services.case_service.http.matters.duties_page import ShownObligation, shown_obligation
from services.case_service.http.matters.told import ToldEvent
from services.case_service.http.matters.whom import Whom
from services.case_service.http.replay.state_words import ShownLine, label_of, shown_line, values_of
from services.case_service.http.replay.view import View
from services.case_service.reading import Shown
from services.case_service.replay import Kind, LineChange, VerdictChange, differences, verdict_changes
from services.case_service.replay.lateness import Lateness, lateness
from services.compliance.duties import MISSES
from services.compliance.explain import shared_word_key, span_text, word_key
from services.compliance.loading import Rules
from services.compliance.rulebook import RuleKind
from services.compliance.verdicts import SEVERITY, Verdict

IN_SIGHT: Final = 5
"""So many duties of each kind are told in full, the gravest first; the others where they are asked for."""

Row = Mapping[str, object]


class ShownDuties(msgspec.Struct, frozen=True, kw_only=True):
    """One of the eight duties: its verdict by law (and the key of its name), how many requirements, the gravest, how many more."""

    duty: SubDuty
    verdict: Verdict | None
    word: str
    missed: int
    total: int
    shown: tuple[ShownObligation, ...]
    changed: frozenset[str]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


class ShownMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure as it stood."""

    title: Shown
    executor: str
    executed: int
    missed: int
    evaluated: int
    effect: Effect | None
    ended: bool


class ShownVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict, and the key of what it is called."""

    value: Verdict
    word: str


class ShownVerdictChange(msgspec.Struct, frozen=True, kw_only=True):
    """A duty that stands otherwise: its words, and its verdict on both sides (None: it does not stand there)."""

    kind: Kind
    duty: SubDuty
    text: str
    before: ShownVerdict | None
    after: ShownVerdict | None


class LateEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that was written down afterwards."""

    told: ToldEvent
    known: str
    span: str
    lateness: Lateness


def state_of_view(view: View) -> tuple[ShownLine, ...]:
    """The lines of the state, with what the chosen event did to each; what it took away stands last."""
    whom, changes = view.dossier.whom, {one.key: one for one in view.line_changes}
    found = [_with_change(shown_line(line, whom), changes.get(key), whom) for key, line in view.lines.items()]
    gone = [_gone(one, whom) for one in view.line_changes if one.kind is Kind.GONE]
    return (*found, *gone)


def shown_differences(one: View, other: View) -> tuple[tuple[ShownLine, ShownLine | None, ShownLine | None], ...]:
    """The lines that differ between two views: what it is, as it was in the one and in the other (None: not known)."""
    found = differences(one.lines, other.lines)
    return tuple(
        (
            _labelled(change, one, other),
            None if change.before is None else shown_line(change.before, one.dossier.whom),
            None if change.after is None else shown_line(change.after, other.dossier.whom),
        )
        for change in found
    )


def shown_verdict_changes(changes: Sequence[VerdictChange], *rules: Rules) -> tuple[ShownVerdictChange, ...]:
    """Duties that differ, in words; ``rules``: those of both readings."""
    return tuple(
        ShownVerdictChange(
            kind=one.kind,
            duty=SubDuty(one.latest["duty"]),
            text=_text_of(one.latest, rules),
            before=_verdict(one.before, rules),
            after=_verdict(one.after, rules),
        )
        for one in changes
    )


def between(one: View, other: View) -> tuple[ShownVerdictChange, ...]:
    """The duties that differ between two views."""
    return shown_verdict_changes(verdict_changes(one.rows, other.rows), one.rules, other.rules)


def duties_of_view(view: View, whole: SubDuty | None) -> tuple[ShownDuties, ...]:
    """The eight duties in the order of the law; of ``whole`` every requirement is told."""
    changed = frozenset(str(one.latest["obligation_id"]) for one in view.verdict_changes)
    found, by_duty, none = [], view.rows.by_duty(), view.rows.without_any()
    for duty in SubDuty:
        rows = by_duty.get(duty.value, none)
        verdicts = [Verdict(one) for one in rows.column("verdict")]
        by_law = [place for place, kind in enumerate(rows.column("kind")) if kind == RuleKind.LAW.value]
        verdict = min((verdicts[place] for place in by_law), key=SEVERITY.index, default=None)
        gravest = (rows[place] for place in by_law if verdicts[place] is verdict)
        ids = rows.column("obligation_id")
        order = sorted(range(len(rows)), key=lambda place: (ids[place] not in changed, SEVERITY.index(verdicts[place])))
        in_sight = [rows[place] for place in (order if duty is whole else order[:IN_SIGHT])]
        found.append(
            ShownDuties(
                duty=duty,
                verdict=verdict,
                word="" if verdict is None else shared_word_key(verdict, gravest, view.rules),
                missed=sum(one in MISSES for one in verdicts),
                total=len(rows),
                shown=tuple(shown_obligation(view.dossier, row, view.rules) for row in in_sight),
                changed=changed,
            )
        )
    return tuple(found)


def plan_of_view(view: View) -> ToldEvent | None:
    """The version of the plan that was in force: the last that was recorded of those that were seen, as the domain has it."""
    adopted = view.dossier.told.of(PlanAdopted, PlanRevised)
    return adopted[-1] if adopted else None


def measures_of_view(view: View) -> tuple[ShownMeasure, ...]:
    """The measures that were known, with what had become of them."""
    whom = view.dossier.whom

    def known(name: str, measure: UUID) -> object:
        found = view.lines.get((f"measures.{name}", measure))
        return None if found is None else found.value

    shown = []
    for one in view.dossier.told.of(MeasureAdded):
        event = one.recorded.event
        assert isinstance(event, MeasureAdded)  # noqa: S101 - asked for by class
        executor = None if event.executor is None else whom(Refers.ANYBODY, event.executor, {})
        effect = known("effect", event.measure)
        shown.append(
            ShownMeasure(
                title=Shown(view.dossier.matter.text(event.title), one.url),
                executor="" if executor is None else executor.text,
                executed=_count(known("executed", event.measure)),
                missed=_count(known("missed", event.measure)),
                evaluated=_count(known("evaluated", event.measure)),
                effect=effect if isinstance(effect, Effect) else None,
                ended=known("ended", event.measure) is True,
            )
        )
    return tuple(shown)


def late_events(view: View) -> tuple[LateEvent, ...]:
    """The events that were seen and came late, the latest first."""
    how, language = lateness(view.seen), current_language()
    found = [one for one in view.dossier.told.events if how[one.id].late]
    found.sort(key=lambda one: one.recorded.envelope.documented_at, reverse=True)
    return tuple(
        LateEvent(
            told=one,
            known=one.known or one.happened,
            span=span_text(one.recorded.envelope.known_at, one.recorded.envelope.documented_at, language),
            lateness=how[one.id],
        )
        for one in found
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _with_change(line: ShownLine, change: LineChange | None, whom: Whom) -> ShownLine:
    if change is None:
        return line
    before = () if change.before is None else values_of(change.before, whom)
    return msgspec.structs.replace(line, kind=change.kind, before=before)


def _gone(change: LineChange, whom: Whom) -> ShownLine:
    return ShownLine(label=label_of(change.latest, whom), values=(), kind=Kind.GONE, before=values_of(change.latest, whom))


def _labelled(change: LineChange, one: View, other: View) -> ShownLine:
    view = one if change.kind is Kind.GONE else other
    return ShownLine(label=label_of(change.latest, view.dossier.whom), values=(), kind=change.kind)


def _text_of(row: Row, rules: Sequence[Rules]) -> str:
    """The words of the rule, as that edition has them which opened the duty."""
    return _reading_of(row, rules).of(row).rule.text.in_(current_language())


def _verdict(row: Row | None, rules: Sequence[Rules]) -> ShownVerdict | None:
    return None if row is None else ShownVerdict(value=Verdict(str(row["verdict"])), word=word_key(row, _reading_of(row, rules)))


def _reading_of(row: Row, rules: Sequence[Rules]) -> Rules:
    return next(one for one in rules if row["rule_id"] in one.by_id)
