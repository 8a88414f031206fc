"""An invented municipality with schools of every size, told for some years: what releases are made from and attacked in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
from warehouse_steps import new, store

from benchmarks.invented_log import Writer, in_version_order
from events import avvik, best_interest, closing, concern, enforcement, investigation, organisation, plan, wheel
from events.base import Stream
from events.lists.concern import Arena, Certainty, Concern, SeverityCriterion
from events.lists.decisions import AvvikGrade, AvvikKind, StatsforvalterDecision
from events.lists.investigation import HearingForm, HearingOutcome
from events.lists.measures import ClosingReason, MeasureLevel, PlanPart, ReopeningReason, Target, Weight
from events.lists.people import PupilRole, Reporter
from events.lists.year import DocumentedBy, WheelScope, WheelTask
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.questions import Scope
from services.reporting.source import SqliteSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from events.base import Event
    from events.envelope import Recorded
    from services.reporting.warehouse import Warehouse

TENANT = "steindal"
ADVISER = Scope(tenant=TENANT)
START = datetime(2024, 8, 1, 6, tzinfo=UTC)
RULES = load_rulebooks(["law-12"])
LATE = (timedelta(minutes=20),) * 8 + (timedelta(days=9), timedelta(days=120))


class Town(Writer):
    """``sizes``: the schools' pupils. ``rate``: cases per pupil and year."""

    def __init__(self, seed: int, sizes: tuple[int, ...], *, years: int = 2, rate: float = 0.04) -> None:
        super().__init__(seed)
        self.sizes = sizes
        self.days = years * 365
        self.rate = rate
        self.schools_of_town = tuple(f"9991{number:05d}" for number in range(len(sizes)))

    def recorded(self) -> list[Recorded]:
        found = list(self._registered())
        for school, pupils in zip(self.schools_of_town, self.sizes, strict=True):
            for _ in range(self._poisson(pupils * self.rate * self.days / 365)):
                found += self._matter(school)
            found += self._wheel(school)
        last = START + timedelta(days=self.days + 60)
        found.append(self.event(Stream.SCHOOL, self.uuid(), organisation.SchoolRenamed(name="Ny"), last, school="999200000"))
        found.sort(key=lambda one: one.envelope.recorded_at)
        return in_version_order([one for one in found if one.envelope.recorded_at <= last + timedelta(days=1)])

    def _poisson(self, mean: float) -> int:
        return sum(1 for _ in range(int(mean * 10)) if self.random.random() < 0.1) + (self.random.random() < mean * 10 % 1 / 10)

    def _registered(self) -> Iterator[Recorded]:
        for number, (school, pupils) in enumerate(zip(self.schools_of_town, self.sizes, strict=True)):
            low, high = ((1, 10), (1, 7), (8, 10))[number % 3]
            fact = organisation.SchoolRegistered(
                orgnr=school, name=f"Skole {number}", lowest_grade=low, highest_grade=high, pupils=pupils, municipality="Steindal"
            )
            yield self.event(Stream.SCHOOL, self.uuid(), fact, START - timedelta(days=1), school=school)

    def _matter(self, school: str) -> list[Recorded]:  # noqa: C901  (a story has its chances)
        case, pupil, adult, measure = (self.uuid() for _ in range(4))
        moment = START + timedelta(days=self.random.randrange(self.days), minutes=self.random.randrange(400))
        out: list[Recorded] = []

        def then(event: Event, hours: float = 5, stream: Stream = Stream.CASE, of: object = None) -> None:
            nonlocal moment
            moment += timedelta(hours=hours * (0.3 + self.random.random()))
            late = self.random.choice(LATE)
            out.append(self.event(stream, of or case, event, moment, case_id=case, school=school, late=late))

        def chance(share: float) -> bool:
            return self.random.random() < share

        then(
            concern.ConcernReceived(
                reporter=Reporter.PUPIL, receiver=adult, concern=Concern.EXCLUSION, own_words="x", arenas=(Arena.SCHOOLYARD,)
            )
        )
        if chance(0.9):
            then(
                concern.ReportedToPrincipal(
                    reported_by=adult, principal=adult, certainty=Certainty.KNOWLEDGE, pupil_informed=True, content="x"
                )
            )
        then(concern.CaseOpened(pupil=pupil, pupil_role=PupilRole.EXPOSED, grade=self.random.randint(1, 10), case_handler=adult))
        serious = chance(0.25)
        criteria = (SeverityCriterion.LONG_DURATION,) if serious else ()
        then(concern.SeverityAssessed(serious=serious, criteria=criteria, reason="x"))
        if chance(0.8):
            then(
                investigation.PupilHeard(pupil=pupil, form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, view="x"),
                40,
            )
        if chance(0.5):
            weighed = best_interest.BestInterestAssessed(
                pupil=pupil, moments=(), conflict_between_children=False, harmonised=True, weight_given=Weight.HEAVY, conclusion="x"
            )
            then(weighed, 60)
        if chance(0.7):
            until = (moment + timedelta(days=28)).date()
            level = self.random.choice(tuple(MeasureLevel))
            then(
                plan.MeasureAdded(
                    measure=measure,
                    level=level,
                    arena=Arena.SCHOOLYARD,
                    target=Target.CLASS,
                    executor=adult,
                    from_date=moment.date(),
                    evaluate_on=until,
                    pupil_participated=True,
                    title="x",
                )
            )
            then(
                plan.PlanAdopted(
                    plan_version=1,
                    coordinator=adult,
                    parts=tuple(PlanPart),
                    measures=(measure,),
                    pupil_participated=True,
                    guardians_participated=True,
                    evaluate_on=until,
                )
            )
            if chance(0.8):
                then(plan.MeasureExecuted(measure=measure, executed_by=adult, note="x"), 60)
        if chance(0.4):
            then(closing.CaseClosed(reason=ClosingReason.SAFE, pupil_agrees=True, explanation="x"), 900)
            if chance(0.3):
                then(closing.CaseReopened(reason=ReopeningReason.RELAPSE, explanation="x"), 500)
        if chance(0.3):
            kind = self.random.choice([one for one in AvvikKind if one is not AvvikKind.HEIGHTENED_12_5])
            raised = self.uuid()
            then(
                avvik.AvvikRaised(kind=kind, grade=AvvikGrade.INTERNAL_AVVIK, about_stream=case, description="x"),
                5,
                Stream.AVVIK,
                raised,
            )
            if chance(0.6):
                then(avvik.AvvikClosed(closed_by=adult), 400, Stream.AVVIK, raised)
        if chance(0.1):
            matter = self.uuid()
            then(enforcement.ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN), 90, Stream.ENFORCEMENT, matter)
            decision = self.random.choice((StatsforvalterDecision.FULFILLED, StatsforvalterDecision.ORDER_TO_CORRECT))
            then(enforcement.StatsforvalterDecisionReceived(decision=decision), 700, Stream.ENFORCEMENT, matter)
        return out

    def _wheel(self, school: str) -> Iterator[Recorded]:
        adult, wheel_id = self.uuid(), self.uuid()
        opened_at = START + timedelta(days=3)
        fact = wheel.AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=START.year)
        yield self.event(Stream.ANNUAL_WHEEL, wheel_id, fact, opened_at, school=school)
        for number, kind in enumerate(tuple(WheelTask)[:6]):
            task, due = self.uuid(), opened_at + timedelta(days=40 * (number + 1))
            planned = wheel.WheelTaskPlanned(
                task=task, kind=kind, responsible=adult, due_on=due.date(), documentation=next(iter(DocumentedBy))
            )
            yield self.event(Stream.ANNUAL_WHEEL, wheel_id, planned, opened_at, school=school)
            if self.random.random() < 0.7:
                done = wheel.WheelTaskDone(task=task, kind=kind, done_by=adult, documentation=next(iter(DocumentedBy)))
                yield self.event(Stream.ANNUAL_WHEEL, wheel_id, done, due - timedelta(days=2), school=school)


class Publishing:
    """A warehouse over a log, with everything released that is due in it."""

    def __init__(self, folder: Path, log: list[Recorded], *, name: str = "w", steps: int | None = None) -> None:
        self.warehouse: Warehouse = new(folder / f"{name}.duckdb")
        cuts = [len(log)] if steps is None else [*range(steps, len(log), steps), len(log)]
        begun = 0
        for cut in cuts:
            path = store(folder / f"{name}.sqlite", log[begun:cut])
            source = SqliteSource(path)
            projector = Projector(source, self.warehouse, RULES, Calendar())
            projector.once()
            projector.publish()
            source.close()
            begun = cut
        self.queries = LocalQueries(self.warehouse, lambda: datetime(2030, 1, 1, tzinfo=UTC))

    def table(self, name: str) -> pl.DataFrame:
        with self.warehouse.cursor() as cursor:
            return cursor.sql(f"FROM {name} ORDER BY ALL").pl()

    def close(self) -> None:
        self.warehouse.close()
