"""An invented municipality's log, written straight into a store's table: what a warehouse follows, in any size.

Every case has 25 events, from the first concern to closing, spread over the given school years; one in eight has a
Statsforvalter matter of its own stream, one in ten an avvik. The sealed text is a known sentence, so that a test can
look for it where it must not be.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from events import avvik as avvik_events
from events import closing, concern, enforcement, investigation, organisation, plan
from events.base import Event, Stream
from events.commitments import SALT_BYTES
from events.envelope import Actor, Envelope, Recorded
from events.lists.concern import Arena, Certainty, Channel, Concern, OwnerChannel, SeverityCriterion
from events.lists.decisions import AvvikGrade, AvvikKind, StatsforvalterDecision
from events.lists.investigation import ConversationKind, HearingForm, HearingOutcome, Method
from events.lists.measures import ClosingReason, Conclusion, Effect, MeasureLevel, PlanPart, ReopeningReason, Target
from events.lists.people import PupilRole, Reporter, Role
from events.stored import Place, encode, topic_of

TENANT = "steindal"
CANARY = "Kanarifuglen Kvitre Kvitresen"
"""A name that stands in sealed fields alone."""

SCHOOLS = tuple(f"9990{n:05d}" for n in range(1, 9))
EVENTS_PER_CASE = 25
FIRST_DAY = datetime(2022, 8, 15, 7, 0, tzinfo=UTC)
TABLE = """CREATE TABLE IF NOT EXISTS stored_events (
    originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB, PRIMARY KEY (originator_id, originator_version)
)"""


class Opaque:
    """A sealer whose ciphertext nobody opens: the warehouse has no keys anyway."""

    def salt(self) -> bytes:
        """No salt: nothing is told by a commitment to a text that everybody knows."""
        return bytes(SALT_BYTES)

    def seal(self, plaintext: bytes, place: Place) -> bytes:  # noqa: ARG002  (the protocol's signature)
        """Bytes of the size that a real ciphertext has."""
        return bytes(len(plaintext) + 28)

    def open(self, ciphertext: bytes, place: Place) -> bytes | None:  # noqa: ARG002
        """Nothing."""
        return None


class Writer:
    """Makes recorded events one stream at a time; the same seed gives the same log."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311  (an invented municipality, no secret)
        self._versions: dict[UUID, int] = {}

    def uuid(self) -> UUID:
        """The next invented id."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def event(
        self,
        stream: Stream,
        stream_id: UUID,
        event: Event,
        happened: datetime,
        *,
        case_id: UUID | None = None,
        school: str | None = None,
        late: timedelta = timedelta(minutes=20),
        known: datetime | None = None,
    ) -> Recorded:
        """``event`` with the envelope that it would have got, as the stream's next version."""
        version = self._versions.get(stream_id, 0) + 1
        self._versions[stream_id] = version
        return Recorded(
            stream_id=stream_id,
            version=version,
            topic=topic_of(event),
            envelope=Envelope(
                event_id=self.uuid(),
                tenant=TENANT,
                stream=stream,
                actor=Actor(ref=UUID(int=self.random.getrandbits(16), version=4), role=Role.PRINCIPAL),
                occurred_at=happened,
                known_at=known or happened,
                recorded_at=happened + late,
                correlation_id=stream_id,
                case_id=case_id,
                school=school,
                channel=Channel.ORAL,
            ),
            event=event,
        )

    def schools(self) -> list[Recorded]:
        """The eight schools, registered before the first day."""
        found: list[Recorded] = []
        for number, orgnr in enumerate(SCHOOLS, start=1):
            stream_id = self.uuid()
            name = f"Varden {number}. skole"
            registered = organisation.SchoolRegistered(
                orgnr=orgnr, name=name, lowest_grade=1, highest_grade=10, pupils=80 * number, municipality="Steindal"
            )
            start = FIRST_DAY - timedelta(days=30)
            found.append(self.event(Stream.SCHOOL, stream_id, registered, start, school=orgnr))
            chosen = organisation.RulebookChosen(rulebook="oyer" if number % 2 else "baerum", from_date=start.date())
            found.append(self.event(Stream.SCHOOL, stream_id, chosen, start, school=orgnr))
        return found

    def case(self, *, days: int = 1000) -> list[Recorded]:
        """One case of EVENTS_PER_CASE events, in the order in which they happened."""
        case_id, pupil, adult = self.uuid(), self.uuid(), self.uuid()
        school = self.random.choice(SCHOOLS)
        moment = FIRST_DAY + timedelta(days=self.random.randrange(days), minutes=self.random.randrange(400))
        out: list[Recorded] = []

        def then(event: Event, hours: float = 3) -> None:
            nonlocal moment
            moment += timedelta(hours=hours * (0.5 + self.random.random()))
            late = timedelta(days=9) if self.random.random() < 0.05 else timedelta(minutes=20)
            out.append(self.event(Stream.CASE, case_id, event, moment, case_id=case_id, school=school, late=late))

        serious = self.random.random() < 0.2
        then(
            concern.ConcernReceived(
                reporter=Reporter.GUARDIAN, receiver=adult, concern=Concern.EXCLUSION, arenas=(Arena.SCHOOLYARD,), own_words=CANARY
            )
        )
        then(
            concern.ReportedToPrincipal(
                reported_by=adult, principal=adult, certainty=Certainty.SUSPICION, pupil_informed=True, content=CANARY
            )
        )
        then(concern.CaseOpened(pupil=pupil, pupil_role=PupilRole.EXPOSED, grade=self.random.randint(1, 10), case_handler=adult))
        then(concern.PrincipalAcknowledged(principal=adult, case_handler=adult), 8)
        then(concern.PupilInformedOfReceipt(pupil=pupil, informed_by=adult), 12)
        criteria = (SeverityCriterion.LONG_DURATION,) if serious else ()
        then(concern.SeverityAssessed(serious=serious, criteria=criteria, reason=CANARY))
        then(
            concern.OwnerNotified(channel=OwnerChannel.EQS)
            if serious
            else concern.RaisedWithPrincipal(raised_by=Reporter.GUARDIAN, principal=adult)
        )
        then(
            investigation.InvestigationPlanned(
                methods=(Method.CONVERSATION,),
                to_be_heard=(pupil,),
                responsible=adult,
                what_is_known=CANARY,
            ),
            30,
        )
        then(
            investigation.PupilHeard(pupil=pupil, form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, view=CANARY),
            40,
        )
        for kind in tuple(ConversationKind)[:3]:
            then(
                investigation.ConversationHeld(
                    kind=kind, person=pupil, held_by=adult, purpose_explained=True, own_words=CANARY, note=CANARY
                ),
                20,
            )
        then(
            investigation.AnalysisConcluded(
                pupil_is_safe=False,
                levels=(MeasureLevel.GROUP,),
                maintaining_factors=CANARY,
                problem_description=CANARY,
                conclusion=CANARY,
            ),
            30,
        )
        measures = (self.uuid(), self.uuid())
        evaluate_on = (moment + timedelta(days=28)).date()
        for measure in measures:
            then(
                plan.MeasureAdded(
                    measure=measure,
                    level=MeasureLevel.GROUP,
                    arena=Arena.SCHOOLYARD,
                    target=Target.CLASS,
                    executor=adult,
                    from_date=moment.date(),
                    evaluate_on=evaluate_on,
                    pupil_participated=True,
                    title=CANARY,
                )
            )
        then(
            plan.PlanAdopted(
                plan_version=1,
                coordinator=adult,
                parts=tuple(PlanPart),
                measures=measures,
                pupil_participated=True,
                guardians_participated=True,
                evaluate_on=evaluate_on,
            )
        )
        for measure in measures:
            then(plan.MeasureExecuted(measure=measure, executed_by=adult, note=CANARY), 60)
        then(plan.FollowUpHeld(pupil=pupil, held_by=adult, experience=6, own_words=CANARY), 100)
        for measure in measures:
            then(
                plan.MeasureEvaluated(
                    measure=measure,
                    participants=(adult, pupil),
                    pupil_participated=True,
                    experience=8,
                    effect=Effect.WORKS,
                    conclusion=Conclusion.ENDED,
                    reason=CANARY,
                ),
                300,
            )
        then(plan.FollowUpHeld(pupil=pupil, held_by=adult, experience=8, own_words=CANARY), 100)
        then(closing.SafetyConfirmed(pupil=pupil, pupil_is_safe=True, asked_by=adult, experience=9, own_words=CANARY), 50)
        then(closing.CaseClosed(reason=ClosingReason.SAFE, pupil_agrees=True, explanation=CANARY))
        then(closing.CaseReopened(reason=ReopeningReason.RELAPSE, explanation=CANARY), 200)
        return out[: self.random.randint(6, 12)] if self.random.random() < 0.2 else out

    def beside(self, case: list[Recorded]) -> list[Recorded]:
        """What may follow a case on streams of its own: a Statsforvalter matter, an avvik."""
        last = case[-1].envelope
        out: list[Recorded] = []
        if self.random.random() < 0.125:
            matter, item = self.uuid(), self.uuid()
            due = date(last.occurred_at.year + 1, 1, 15)
            for days, event in enumerate(
                (
                    enforcement.ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN),
                    enforcement.StatsforvalterDecisionReceived(
                        decision=StatsforvalterDecision.DECISION_ON_MEASURES, items=(item,), due_on=due
                    ),
                    enforcement.OrderItemIssued(item=item, due_on=due, text=CANARY),
                    enforcement.OrderItemCompleted(item=item, evidence=CANARY),
                )
            ):
                happened = last.occurred_at + timedelta(days=7 * days)
                out.append(self.event(Stream.ENFORCEMENT, matter, event, happened, case_id=last.case_id, school=last.school))
        if self.random.random() < 0.1:
            raised = avvik_events.AvvikRaised(
                kind=AvvikKind.PROCESS_BREACH, grade=AvvikGrade.INTERNAL_AVVIK, about_stream=last.case_id, description=CANARY
            )
            avvik_id = self.uuid()
            out.append(self.event(Stream.AVVIK, avvik_id, raised, last.occurred_at, case_id=last.case_id, school=last.school))
            if self.random.random() < 0.5:
                closed = avvik_events.AvvikClosed(closed_by=self.uuid())
                happened = last.occurred_at + timedelta(days=14)
                out.append(self.event(Stream.AVVIK, avvik_id, closed, happened, case_id=last.case_id, school=last.school))
        return out

    def log(self, at_least: int) -> Iterator[Recorded]:
        """Schools and then cases, fifty of them interleaved at a time as in a living municipality."""
        made = 0
        for recorded in self.schools():
            made += 1
            yield recorded
        while made < at_least:
            batch: list[Recorded] = []
            for _ in range(50):
                case = self.case()
                batch += case
                batch += self.beside(case)
            batch.sort(key=lambda recorded: recorded.envelope.recorded_at)
            yield from in_version_order(batch)
            made += len(batch)


def in_version_order(batch: list[Recorded]) -> list[Recorded]:
    """Give every stream its versions in the order in which its events now stand (late records come after)."""
    first: dict[UUID, int] = {}
    for recorded in batch:
        first[recorded.stream_id] = min(first.get(recorded.stream_id, recorded.version), recorded.version)
    out: list[Recorded] = []
    for recorded in batch:
        out.append(msgspec.structs.replace(recorded, version=first[recorded.stream_id]))
        first[recorded.stream_id] += 1
    return out


def rows(events: Iterator[Recorded] | list[Recorded]) -> Iterator[tuple[str, int, str, bytes]]:
    """The rows of the store's table."""
    sealer = Opaque()
    for recorded in events:
        yield recorded.stream_id.hex, recorded.version, recorded.topic, encode(recorded, sealer)


def write_sqlite(path: Path, events: Iterator[Recorded] | list[Recorded]) -> int:
    """Append ``events`` to the SQLite store at ``path`` (made when it is not there); how many there are in it now."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(TABLE)
        connection.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?)", rows(events))
        found: int = connection.execute("SELECT count(*) FROM stored_events").fetchone()[0]
    connection.close()
    return found
