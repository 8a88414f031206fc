"""Plays the whole demo through commands, in the order in which it was written down, on a clock that follows the story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID, uuid5

from events import Actor
from events.envelope import Attachment
from events.lists.decisions import AvvikKind
from events.local_time import OSLO
from events.stored import topic_of
from services.case_service.application import Application, Request
from services.case_service.attachments.vault import Vault
from services.case_service.domain import command_for
from services.case_service.store import EventStore
from varde.demo.authority import enforcement, with_statsforvalteren
from varde.demo.beats import Beat, at, in_term
from varde.demo.documents import documents
from varde.demo.grave import avvik, physical_intervention, suspected_employee
from varde.demo.municipality import SCHOOLS, DemoSchool
from varde.demo.ordinary import whole_case
from varde.demo.reading import readings
from varde.demo.retention import retention
from varde.demo.teller import Teller
from varde.demo.today import waiting
from varde.demo.wheel import municipal_year, school_year
from varde.demo.year import organisation

SCHOOL_YEARS = 3
CASES_PER_PUPIL_YEAR = 0.03
DAYS_OF_SCHOOL_YEAR = 300
FIRST_SCHOOL_MONTH = 8


class FollowingClock:
    """A clock that shows what the story says; it never goes back."""

    def __init__(self) -> None:
        self.moment = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        """The story's time."""
        return self.moment


def first_school_year(until: date) -> int:
    """The year in which the first of the demo's school years begins."""
    current = until.year if until.month >= FIRST_SCHOOL_MONTH else until.year - 1
    return current - SCHOOL_YEARS + 1


def first_day(until: datetime) -> date:
    """The day on which the demo's schools and people are registered."""
    return date(first_school_year(until.astimezone(OSLO).date()), 7, 31)


def beats(seed: int, until: datetime) -> list[Beat]:
    """Everything that happens in the demo up to ``until``, in the order in which it is written down."""
    rng = Random(seed)
    first = first_school_year(until.astimezone(OSLO).date())
    told = list(organisation(first_day(until), rng))
    for starts_in in range(first, first + SCHOOL_YEARS):
        told += municipal_year(starts_in, until)
        for school in SCHOOLS:
            told += school_year(school, starts_in, until, rng, first_day(until))
            for story in _cases(school, starts_in, until, rng):
                told += story.beats
    told += documents(first, first + SCHOOL_YEARS - 1, until)
    for story in (*waiting(until), *with_statsforvalteren(until)):
        told += story.beats
    told += readings(told, until)
    told += retention(told, until)
    return sorted(told, key=lambda beat: beat.recorded_at)


def _cases(school: DemoSchool, starts_in: int, until: datetime, rng: Random) -> Iterator[Teller]:
    count = round(school.pupils * CASES_PER_PUPIL_YEAR * school.load * rng.uniform(0.8, 1.2))
    for number in range(count):
        day = in_term(date(starts_in, 8, 18) + timedelta(days=rng.randrange(DAYS_OF_SCHOOL_YEAR)))
        start = at(day, rng.randint(8, 12), rng.randrange(60))
        story = Teller(school, f"{starts_in}-{number}", start, until, Random(rng.random()))
        chance = rng.random()
        if chance < 0.04:
            enforcement(story)
        elif chance < 0.07:
            suspected_employee(story, leader=chance < 0.045)
        elif chance < 0.11:
            physical_intervention(story, serious=chance < 0.08)
        else:
            whole_case(story)
            if rng.random() < 0.2:
                avvik(story, AvvikKind.PROCESS_BREACH, "oyer.pupil-told-same-day", treated=rng.random() < school.care)
        yield story


def play(
    store: EventStore,
    *,
    seed: int,
    until: datetime,
    vault: Vault | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Make the demo municipality, from where an earlier try with the same seed and last moment left off. Returns the events.

    Every beat is one event, so the store's last position tells how far the story has come. Files go into ``vault``; without one
    the same happens, and there are no files.
    """
    clock = FollowingClock()
    chance = Random(seed)
    application = Application(
        store, clock=clock, new_id=lambda: UUID(int=chance.getrandbits(128), version=4), fingerprint_key=bytes(32)
    )
    todo = beats(seed, until)
    told = store.last_position()
    for done, beat in enumerate(todo[told:], start=told + 1):
        chance.seed(f"{seed}:{done}")
        clock.moment = max(clock.moment, beat.recorded_at)
        application.handle(_request(beat, vault))
        if progress is not None:
            progress(done, len(todo))
    return len(todo)


def _request(beat: Beat, vault: Vault | None) -> Request:
    command = command_for(beat.stream, topic_of(beat.fact))
    return Request(
        stream=beat.stream,
        stream_id=beat.stream_id,
        command=command(fact=beat.fact),
        actor=Actor(ref=beat.actor, role=beat.role),
        occurred_at=beat.occurred_at,
        known_at=beat.known_at or beat.occurred_at,
        channel=beat.channel,
        persons=beat.persons,
        event_id=beat.event_id,
        case_id=beat.case_id,
        school=beat.school,
        attachments=() if beat.content is None or vault is None else (_kept(beat, beat.content, vault),),
    )


def _kept(beat: Beat, content: bytes, vault: Vault) -> Attachment:
    """The file of a beat, under the key of its stream; told again it is the same file."""
    return vault.keep(content, subject=beat.case_id or beat.stream_id, id_=uuid5(beat.stream_id, sha256(content).hexdigest()))
